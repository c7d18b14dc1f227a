import { expect, test } from 'vitest';
import { accumulateSpending } from '../../src/webview/report/spending';

test('nothing has no points', () => {
  expect(accumulateSpending([])).toEqual([]);
});

test('one day rises from nothing', () => {
  expect(accumulateSpending([{ day: '2026-03-01', spent: 1, alwaysStrongCost: 3 }])).toEqual([
    { day: '2026-02-28', spent: 0, alwaysStrongCost: 0 },
    { day: '2026-03-01', spent: 1, alwaysStrongCost: 3 },
  ]);
});

test('days without a request keep the totals, also across the change to summer time', () => {
  const points = accumulateSpending([
    { day: '2026-03-27', spent: 1, alwaysStrongCost: 2 },
    { day: '2026-03-31', spent: 0.5, alwaysStrongCost: 4 },
  ]);
  expect(points.map(({ day, spent }) => [day, spent])).toEqual([
    ['2026-03-26', 0],
    ['2026-03-27', 1],
    ['2026-03-28', 1],
    ['2026-03-29', 1],
    ['2026-03-30', 1],
    ['2026-03-31', 1.5],
  ]);
  expect(points.at(-1)?.alwaysStrongCost).toBe(6);
});

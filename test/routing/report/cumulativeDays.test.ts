import { expect, test } from 'vitest';
import { accumulateDays } from '../../../src/routing/report/cumulativeDays';
import { totalsWith } from '../../webview/reports';

const day = (date: string, spent: number, alwaysStrongCost: number) => ({
  day: date,
  ...totalsWith({ spent, alwaysStrongCost, saved: alwaysStrongCost - spent }),
});

test('nothing has no points', () => {
  expect(accumulateDays([])).toEqual([]);
});

test('one day rises from nothing', () => {
  expect(accumulateDays([day('2026-03-01', 1, 3)])).toEqual([
    { day: '2026-02-28', spent: 0, alwaysStrongCost: 0, saved: 0 },
    { day: '2026-03-01', spent: 1, alwaysStrongCost: 3, saved: 2 },
  ]);
});

test('days without a request keep the totals, also across the change to summer time', () => {
  const points = accumulateDays([
    day('2026-03-27', 1, 2),
    day('2026-03-28', 0, 0),
    day('2026-03-31', 0.5, 4),
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

import { expect, test } from 'vitest';
import { redecide, redecidedDays, spendAt } from '../../../src/routing/report/redecision';

const bins = [
  { from: 0.8, prompts: 1, spent: 5, strongCost: 6, weakCost: 1 },
  { from: 0.2, prompts: 3, spent: 2, strongCost: 9, weakCost: 3 },
];

test('what no slider moves stays as it was', () => {
  const { redecision } = redecide(bins, { spent: 11, calls: 6 });
  expect(redecision).toEqual({
    bins: [
      { from: 0.2, prompts: 3, strongCost: 9, weakCost: 3 },
      { from: 0.8, prompts: 1, strongCost: 6, weakCost: 1 },
    ],
    fixedSpent: 4,
    fixedCalls: 2,
    spent: 11,
  });
});

test.each([
  { share: 0, spent: 4 + 1 + 3 },
  { share: 0.125, spent: 4 + 3.5 + 3 },
  { share: 0.25, spent: 4 + 6 + 3 },
  { share: 0.5, spent: 4 + 6 + 5 },
  { share: 1, spent: 4 + 6 + 9 },
])('at $share the prompts of the highest win rates go to the strong model', ({ share, spent }) => {
  expect(spendAt(share, redecide(bins, { spent: 11, calls: 6 }).redecision)).toBeCloseTo(spent, 12);
});

test('the stops are 5 % apart, from none to all', () => {
  const { stops } = redecide(bins, { spent: 11, calls: 6 });
  expect(stops.map(({ strongShare }) => strongShare)).toEqual(
    Array.from({ length: 21 }, (_, stop) => stop / 20),
  );
  expect(stops[0]?.spent).toBeCloseTo(8, 12);
  expect(stops[5]?.spent).toBeCloseTo(13, 12);
  expect(stops[20]?.spent).toBeCloseTo(19, 12);
});

test('thirty days end with the last one, also over the end of a month', () => {
  expect(redecidedDays('2026-03-01')).toEqual({ from: '2026-01-31', to: '2026-03-01' });
});

test('what the highest bin has taken of the share is gone for the next', () => {
  const wide = [
    { from: 0.9, prompts: 4, strongCost: 40, weakCost: 4 },
    { from: 0.5, prompts: 2, strongCost: 20, weakCost: 2 },
    { from: 0.1, prompts: 2, strongCost: 20, weakCost: 2 },
  ].toReversed();
  const redecision = { bins: wide, fixedSpent: 0, fixedCalls: 0, spent: 0 };
  // Five of eight: four of the highest and one of the next.
  expect(spendAt(5 / 8, redecision)).toBeCloseTo(40 + (10 + 1) + 2, 12);
});

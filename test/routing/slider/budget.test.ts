import fc from 'fast-check';
import { expect, test } from 'vitest';
import { budgetedShare, periodOf } from '../../../src/routing/slider/budget';
import { anyBetween } from '../../anyBetween';

const budget = { amount: 10, period: 'month' } as const;

test('a budget leaves the slider alone until 70 % is spent, halves it at 85 %, and ends it at 100 %', () => {
  expect(budgetedShare(0.6, 0, budget)).toBe(0.6);
  expect(budgetedShare(0.6, 7, budget)).toBe(0.6);
  expect(budgetedShare(0.6, 8.5, budget)).toBeCloseTo(0.3, 12);
  expect(budgetedShare(0.6, 10, budget)).toBe(0);
  expect(budgetedShare(0.6, 25, budget)).toBe(0);
});

test('the more is spent, the less goes to the strong model, and never more than was set', () => {
  const share = anyBetween(0, 1);
  const money = anyBetween(0, 20);
  fc.assert(
    fc.property(share, money, money, (set, a, b) => {
      const less = budgetedShare(set, Math.min(a, b), budget);
      const more = budgetedShare(set, Math.max(a, b), budget);
      expect(more).toBeLessThanOrEqual(less);
      expect(less).toBeLessThanOrEqual(set);
      expect(more).toBeGreaterThanOrEqual(0);
    }),
  );
});

test('a period is a day, or its month', () => {
  expect(periodOf('2026-11-24', { amount: 1, period: 'day' })).toBe('2026-11-24');
  expect(periodOf('2026-11-24', budget)).toBe('2026-11');
});

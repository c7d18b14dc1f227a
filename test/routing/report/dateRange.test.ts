import { describe, expect, test } from 'vitest';
import { isDay, parseRange, resolveRange } from '../../../src/routing/report/dateRange';

describe('what a choice means on 1 March 2028, after a 29 February', () => {
  const today = '2028-03-01';
  test.each([
    [{ kind: 'last-7-days' }, { from: '2028-02-24', to: today }],
    [{ kind: 'last-30-days' }, { from: '2028-02-01', to: today }],
    [{ kind: 'this-month' }, { from: '2028-03-01', to: today }],
    [{ kind: 'all' }, {}],
    [
      { kind: 'between', from: '2027-01-01', to: '2027-01-02' },
      { from: '2027-01-01', to: '2027-01-02' },
    ],
  ] as const)('%o', (choice, range) => {
    expect(resolveRange(choice, today)).toEqual(range);
  });
});

test('a day is one of the calendar', () => {
  expect(['2028-02-29', '2026-12-31'].map(isDay)).toEqual([true, true]);
  expect(['2027-02-29', '2026-13-01', '2026-1-1', 'yesterday', ''].map(isDay)).toEqual(Array(5).fill(false));
});

test('either end of a typed range may be left out', () => {
  expect(parseRange({})).toEqual({});
  expect(parseRange({ from: '2026-01-01' })).toEqual({ from: '2026-01-01' });
  expect(parseRange({ from: '2026-01-01', to: '2026-01-01' })).toEqual({
    from: '2026-01-01',
    to: '2026-01-01',
  });
});

test('a typed range that is none says what is wrong', () => {
  expect(() => parseRange({ to: '2027-02-29' })).toThrow(/"2027-02-29" is no day/);
  expect(() => parseRange({ from: '2026-02-02', to: '2026-02-01' })).toThrow(/ends .* before it begins/);
});

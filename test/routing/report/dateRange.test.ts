import { describe, expect, test } from 'vitest';
import {
  defaultRange,
  isDay,
  isSameRange,
  parseRange,
  resolveRange,
} from '../../../src/routing/report/dateRange';

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
    expect(resolveRange(choice, today)).toStrictEqual(range);
  });

  test('the last 30 days until a person chooses', () => {
    expect(resolveRange(defaultRange, today)).toEqual({ from: '2028-02-01', to: today });
  });
});

test('two choices say the same if their kinds and, where there are some, their days do', () => {
  const between = (from: string, to: string) => ({ kind: 'between', from, to }) as const;
  const choices = [
    { kind: 'all' } as const,
    { kind: 'this-month' } as const,
    between('2026-01-01', '2026-01-02'),
    between('2026-01-01', '2026-01-03'),
    between('2026-01-02', '2026-01-02'),
  ];
  for (const [at, one] of choices.entries()) {
    expect(choices.map((other) => isSameRange(one, other))).toEqual(choices.map((_, to) => to === at));
    expect(isSameRange(one, { ...one })).toBe(true);
  }
});

test('a day is one of the calendar', () => {
  expect(['2028-02-29', '2026-12-31'].map(isDay)).toEqual([true, true]);
  const none = ['2027-02-29', '2026-13-01', '2026-1-1', 'yesterday', '', '2026', '2026-12'];
  const more = ['2026-12-31T00:00:00.000Z', '+012026-12-31'];
  expect([...none, ...more].filter(isDay)).toEqual([]);
});

test('either end of a typed range may be left out', () => {
  expect(parseRange({})).toStrictEqual({});
  expect(parseRange({ from: '2026-01-01' })).toStrictEqual({ from: '2026-01-01' });
  expect(parseRange({ from: '2026-01-01', to: '2026-01-01' })).toStrictEqual({
    from: '2026-01-01',
    to: '2026-01-01',
  });
});

test('a typed range that is none says what is wrong', () => {
  const saying = (message: RegExp) =>
    expect.objectContaining({ code: 'bad-input', message: expect.stringMatching(message) });
  expect(() => parseRange({ to: '2027-02-29' })).toThrow(saying(/"2027-02-29" is no day/));
  expect(() => parseRange({ from: '2026-02-02', to: '2026-02-01' })).toThrow(
    saying(/ends \(2026-02-01\) before it begins \(2026-02-02\)/),
  );
});

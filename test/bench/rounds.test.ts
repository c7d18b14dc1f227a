import { expect, it } from 'vitest';
import { spreadOf, type Time, timeRounds, timesOf } from './rounds';

it('takes the median and the quartiles, whatever the order', () => {
  expect(spreadOf([5, 1, 4, 2, 3])).toEqual({ median: 3, low: 2, high: 4 });
  expect(spreadOf([10, 20])).toEqual({ median: 15, low: 12.5, high: 17.5 });
});

it('divides round by round', () => {
  const times = (...values: number[]): Time[] => values.map((clock) => ({ clock, processor: clock / 2 }));
  const timings = new Map([
    ['a', times(2, 9)],
    ['b', times(1, 3)],
  ]);
  expect(timesOf(timings, 'processor', 'a')).toEqual([1, 4.5]);
  expect(timesOf(timings, 'clock', 'a', 'b')).toEqual([2, 3]);
});

it('lets contenders take turns, round by round, and does not count the first round', async () => {
  const taken: string[] = [];
  const contenders = ['a', 'b'].map((name) => ({
    name,
    take: async (prompt: string) => taken.push(name + prompt),
  }));
  const timings = await timeRounds(contenders, 2, (round) => [`${round}`]);
  expect(taken).toEqual(['a0', 'b0', 'a1', 'b1', 'a2', 'b2']);
  expect([...timings].map(([name, times]) => [name, times.length])).toEqual([
    ['a', 2],
    ['b', 2],
  ]);
});

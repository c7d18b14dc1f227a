import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decide, decideWithoutWinRate } from '../../src/routing/decision';
import { worded } from '../../src/routing/errors';
import { highestWinRate } from '../../src/routing/router';
import { anyBetween } from '../anyBetween';

const readable = (winRate: number) => ({ winRate, unknownShare: 0.3 });
const cut = { router: 'mf', threshold: 0.5, strongShare: 0.3 };

test('a win rate that reaches the threshold goes to the strong model, any lower one to the weak', () => {
  expect(decide(readable(0.5), cut, 7)).toEqual({
    model: 'strong',
    winRate: 0.5,
    router: 'mf',
    threshold: 0.5,
    strongShare: 0.3,
    reason: { code: 'win-rate-reaches-threshold', winRate: 0.5, threshold: 0.5 },
    ms: 7,
  });
  expect(decide(readable(0.5 - Number.EPSILON), cut, 7)).toMatchObject({
    model: 'weak',
    reason: { code: 'win-rate-below-threshold', winRate: 0.5 - Number.EPSILON, threshold: 0.5 },
  });
});

test('a prompt that is mostly unknown to the encoder is decided alike, and the reason says how much', () => {
  expect(decide({ winRate: 0.5, unknownShare: 0.38 }, cut, 7)).toMatchObject({
    model: 'strong',
    reason: { code: 'shape-reaches-threshold', winRate: 0.5, threshold: 0.5, unknownShare: 0.38 },
  });
  expect(decide({ winRate: 0.4, unknownShare: 1 }, cut, 7)).toMatchObject({
    model: 'weak',
    reason: { code: 'shape-below-threshold', winRate: 0.4, threshold: 0.5, unknownShare: 1 },
  });
});

test('a decision says whether its win rate was changed by what was learnt from the person', () => {
  expect(decide({ ...readable(0.6), personal: true }, cut, 7)).toMatchObject({ personal: true });
  expect(decide(readable(0.6), cut, 7)).not.toHaveProperty('personal');
});

test('threshold 0 means always strong, threshold 1 never', () => {
  const winRate = anyBetween(0, highestWinRate);
  fc.assert(
    fc.property(winRate, (rate) => {
      expect(decide(readable(rate), { ...cut, threshold: 0 }, 0).model).toBe('strong');
      expect(decide(readable(rate), { ...cut, threshold: 1 }, 0).model).toBe('weak');
    }),
  );
});

test('a higher threshold never sends a prompt to the strong model that a lower one does not', () => {
  const rate = anyBetween(0, 1);
  fc.assert(
    fc.property(rate, rate, rate, (winRate, a, b) => {
      const [low, high] = a < b ? [a, b] : [b, a];
      const modelAt = (threshold: number) => decide(readable(winRate), { ...cut, threshold }, 0).model;
      if (modelAt(high) === 'strong') expect(modelAt(low)).toBe('strong');
    }),
  );
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
  'a win rate of %s is none: the strong model answers, and the reason says why',
  (winRate) => {
    expect(decide(readable(winRate), { ...cut, threshold: 1 }, 7)).toEqual({
      model: 'strong',
      winRate: null,
      router: 'mf',
      threshold: 1,
      strongShare: 0.3,
      reason: {
        code: 'router-failed',
        detail: `its win rate was ${winRate}`,
        wording: worded('its win rate was {0}', String(winRate)),
      },
      ms: 7,
    });
  },
);

test('a router that failed sends the prompt to the strong model', () => {
  expect(decideWithoutWinRate(worded('out of memory'), cut, 7)).toMatchObject({
    model: 'strong',
    winRate: null,
    reason: { code: 'router-failed', detail: 'out of memory' },
  });
});

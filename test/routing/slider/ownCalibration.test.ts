import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Calibration,
  calibrate,
  shareForThreshold,
  thresholdForShare,
} from '../../../src/routing/slider/calibration';
import {
  blendCalibration,
  collapsedSide,
  rememberedPrompts,
} from '../../../src/routing/slider/ownCalibration';
import { anyBetween } from '../../anyBetween';

/** On a grid, since doubles as they are drawn lie next to 0 and 1. */
const winRate = fc.integer({ min: 0, max: 9_999 }).map((rate) => rate / 10_000);
const winRates = (minLength: number, maxLength = 120) => fc.array(winRate, { minLength, maxLength });
const prior = fc
  .tuple(winRates(2, 60), fc.boolean())
  .map(
    ([sample, ownSample]): Calibration => ({ ...calibrate(sample), ...(ownSample && { ownSample: true }) }),
  );
const share = fc.integer({ min: 0, max: 1_000 }).map((thousandths) => thousandths / 1_000);

/** Win rates at even steps of a range. */
const evenly = (count: number, low: number, high: number) =>
  Array.from({ length: count }, (_, rank) => low + ((high - low) * (rank + 0.5)) / count);

/** The share of win rates that reach the threshold of a stop. */
function sentOf(calibration: Calibration, own: readonly number[], strongShare: number): number {
  const threshold = thresholdForShare(calibration, strongShare);
  return own.filter((one) => one >= threshold).length / own.length;
}

describe('the blend', () => {
  it('is the calibration it starts from until there is a prompt', () => {
    const bundled = calibrate([0.2, 0.4, 0.6]);
    expect(blendCalibration(bundled, [])).toBe(bundled);
  });

  it('has a threshold that never rises with the share', () => {
    fc.assert(
      fc.property(prior, winRates(1), share, share, (bundled, own, one, other) => {
        const blend = blendCalibration(bundled, own);
        const [low, high] = one < other ? [one, other] : [other, one];
        expect(thresholdForShare(blend, high)).toBeLessThanOrEqual(thresholdForShare(blend, low));
      }),
    );
  });

  it('stays within the win rates of the sample and of the user', () => {
    fc.assert(
      fc.property(prior, winRates(1), (bundled, own) => {
        const { quantiles } = blendCalibration(bundled, own);
        const all = [...bundled.quantiles, ...own];
        expect(quantiles).toHaveLength(1001);
        expect(quantiles[0]).toBeGreaterThanOrEqual(Math.min(...all));
        expect(quantiles.at(-1)).toBeLessThanOrEqual(Math.max(...all));
      }),
    );
  });

  it('sends of both what it weighs them: the sample as five prompts, one of 500 prompts ago as half a prompt', () => {
    const bundled = calibrate(evenly(1000, 0, 0.5));
    fc.assert(
      fc.property(winRates(1, 300), share, (own, threshold) => {
        const weighed = own.map((winRate, index) => ({
          winRate,
          weight: 2 ** ((index + 1 - own.length) / 500),
        }));
        const sumOf = (some: typeof weighed) => some.reduce((sum, { weight }) => sum + weight, 0);
        const sent = sumOf(weighed.filter(({ winRate }) => winRate >= threshold));
        const all = sumOf(weighed) + 5;
        const expected = (sent + 5 * shareForThreshold(bundled, threshold)) / all;
        const found = shareForThreshold(blendCalibration(bundled, own), threshold);
        // The weight of the prompts at a threshold may lie on either side of it, and quantiles are a thousandth apart.
        const at = sumOf(weighed.filter(({ winRate }) => Math.abs(winRate - threshold) < 1e-3));
        expect(Math.abs(found - expected)).toBeLessThan((at + 1) / all + 0.002);
      }),
    );
  });

  it('comes from the sample to the user’s own prompts step by step', () => {
    const bundled = calibrate(evenly(1000, 0.1, 0.3));
    const own = evenly(400, 0.6, 0.8);
    const sent = [5, 20, 100, 400].map((count) => {
      const { quantiles } = blendCalibration(bundled, own.slice(0, count));
      return quantiles.filter((quantile) => quantile >= 0.5).length / quantiles.length;
    });
    // The sample weighs five prompts: 5/10, 20/25, 100/105 and, the oldest counting less, nearly all.
    expect(sent[0]).toBeCloseTo(0.5, 1);
    expect(sent[1]).toBeCloseTo(0.8, 1);
    expect(sent[2]).toBeCloseTo(0.95, 1);
    expect(sent[3]).toBeGreaterThan(0.98);
  });

  it('is slower to leave what the user’s earlier prompts have told', () => {
    const earlier = calibrate(evenly(150, 0.1, 0.3));
    const blend = blendCalibration({ ...earlier, ownSample: true }, evenly(150, 0.6, 0.8));
    expect(shareForThreshold(blend, 0.5)).toBeCloseTo(150 / 300, 1);
  });

  it('forgets slowly: what was asked 500 prompts ago counts half', () => {
    const bundled = calibrate([0.5, 0.5]);
    const blend = blendCalibration(bundled, [...evenly(500, 0.1, 0.2), ...evenly(500, 0.8, 0.9)]);
    expect(shareForThreshold(blend, 0.7)).toBeCloseTo(2 / 3, 1);
  });

  it('remembers no more than it says', () => {
    const bundled = calibrate([0.5, 0.5]);
    const recent = evenly(rememberedPrompts, 0.4, 0.6);
    expect(blendCalibration(bundled, [...evenly(50, 0, 0.1), ...recent])).toEqual(
      blendCalibration(bundled, recent),
    );
  });

  it('has these thresholds for a sample of two prompts and one of the user’s', () => {
    const blend = blendCalibration(calibrate([0.2, 0.4]), [0.6]);
    // They weigh 2.5, 2.5 and 1: their middles lie at 5/24, 15/24 and 22/24.
    expect(thresholdForShare(blend, 0.9)).toBe(0.2);
    expect(thresholdForShare(blend, 0.5)).toBeCloseTo(0.2 + (0.2 * (12 - 5)) / 10, 9);
    expect(thresholdForShare(blend, 0.25)).toBeCloseTo(0.4 + (0.2 * (18 - 15)) / 7, 9);
    expect(thresholdForShare(blend, 0.05)).toBe(0.6);
  });

  it('sends of the user’s next prompts the share that was asked for', () => {
    fc.assert(
      fc.property(winRates(2, 40), fc.infiniteStream(winRate), share, (sample, users, stop) => {
        const prompts = [...users.take(400)];
        const blend = blendCalibration(calibrate(sample), prompts.slice(0, 300));
        expect(Math.abs(sentOf(blend, prompts.slice(0, 300), stop) - stop)).toBeLessThan(0.08);
      }),
      { numRuns: 30 },
    );
  });
});

describe('a router that divides nothing', () => {
  it('is noticed by any constant win rate, on the side all prompts go to', () => {
    fc.assert(
      fc.property(prior, winRate, fc.integer({ min: 50, max: 400 }), (bundled, constant, count) => {
        const own = Array.from({ length: count }, () => constant);
        const blend = blendCalibration(bundled, own);
        const side = collapsedSide(blend, own);
        const sent = [0.2, 0.5, 0.8].map((stop) => sentOf(blend, own, stop));
        if (sent.every((one) => one === 1)) expect(side).toBe('strong');
        else if (sent.every((one) => one === 0)) expect(side).toBe('weak');
        else expect(side).toBeUndefined();
        // With the bundled sample nothing else can be, for it weighs five prompts.
        if (!bundled.ownSample) expect(side).toBe('strong');
      }),
    );
  });

  it('is noticed where nine in ten win rates are one', () => {
    const own = evenly(100, 0.3, 0.7).map((one, index) => (index % 10 === 0 ? one : 0.5));
    expect(collapsedSide(blendCalibration(calibrate(evenly(100, 0, 0.9)), own), own)).toBe('strong');
  });

  it('is one that sends 45 of 50 to one side at every stop, and none that sends 44', () => {
    const everyStop: Calibration = { quantiles: [0.5, 0.5] };
    const own = (above: number) => Array.from({ length: 50 }, (_, rank) => (rank < above ? 0.6 : 0.4));
    expect(collapsedSide(everyStop, own(45))).toBe('strong');
    expect(collapsedSide(everyStop, own(44))).toBeUndefined();
    expect(collapsedSide(everyStop, own(5))).toBe('weak');
    expect(collapsedSide(everyStop, own(6))).toBeUndefined();
  });

  it('is told by the latest 50 prompts alone, and by every stop', () => {
    const calibration = calibrate(evenly(1000, 0, 1));
    const same = (winRate: number) => Array.from({ length: 50 }, () => winRate);
    expect(collapsedSide(calibration, [...same(0.05), ...same(0.95)])).toBe('strong');
    expect(collapsedSide(calibration, [...same(0.95), ...same(0.05)])).toBe('weak');
    // All go to the strong model at 80 %, none at 20 %.
    expect(collapsedSide(calibration, same(0.6))).toBeUndefined();
  });

  it('is noticed where an earlier calibration holds the thresholds beyond every prompt', () => {
    const earlier: Calibration = { ...calibrate(evenly(500, 0.7, 0.9)), ownSample: true };
    const own = evenly(50, 0.1, 0.2);
    expect(collapsedSide(blendCalibration(earlier, own), own)).toBe('weak');
  });

  it('is not told before 50 prompts', () => {
    const own = Array.from({ length: 49 }, () => 0.5);
    expect(collapsedSide(blendCalibration(calibrate([0.4, 0.6]), own), own)).toBeUndefined();
  });

  it('is no router whose win rates differ, however little', () => {
    fc.assert(
      fc.property(prior, anyBetween(1e-6, 0.1), (bundled, spread) => {
        const own = evenly(300, 0.5, 0.5 + spread).map((_, index, all) => all[(index * 7) % 300] ?? 0);
        expect(collapsedSide(blendCalibration({ quantiles: bundled.quantiles }, own), own)).toBeUndefined();
      }),
    );
  });
});

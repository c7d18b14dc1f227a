import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decide } from '../../../src/routing/decision';
import { highestWinRate } from '../../../src/routing/router';
import {
  type Calibration,
  calibrate,
  parseCalibration,
  shareForThreshold,
  thresholdForShare,
} from '../../../src/routing/slider/calibration';

/** All numbers lie on a grid that is far coarser than rounding. */
const share = fc.integer({ min: 0, max: 1_000 }).map((thousandths) => thousandths / 1_000);
const winRate = fc.integer({ min: 0, max: 9_999 });

function calibrationOf(rates: readonly number[]): Calibration {
  return { quantiles: [...rates].sort((a, b) => a - b).map((rate) => rate / 10_000) };
}

/** Ascending win rates, some of them equal. */
const anyCalibration = fc.array(winRate, { minLength: 2, maxLength: 50 }).map(calibrationOf);

/** Ascending win rates, no two of them equal. */
const distinctCalibration = fc.uniqueArray(winRate, { minLength: 2, maxLength: 50 }).map(calibrationOf);

function shareAtOrAbove({ quantiles }: Calibration, threshold: number): number {
  return quantiles.filter((winRate) => winRate >= threshold).length / quantiles.length;
}

describe('the threshold of a strong share', () => {
  test('is the quantile at which that share of the sample lies above', () => {
    const calibration = { quantiles: [0.1, 0.2, 0.4, 0.5, 0.9] };
    expect(thresholdForShare(calibration, 0.75)).toBe(0.2);
    expect(thresholdForShare(calibration, 0.5)).toBe(0.4);
    expect(thresholdForShare(calibration, 0.25)).toBe(0.5);
    // Half-way between two of them
    expect(thresholdForShare(calibration, 0.125)).toBeCloseTo(0.7, 12);
  });

  test('share 0 sends nothing to the strong model, share 1 everything', () => {
    fc.assert(
      fc.property(anyCalibration, (calibration) => {
        const cutAt = (strongShare: number) => ({
          router: 'mf',
          strongShare,
          threshold: thresholdForShare(calibration, strongShare),
        });
        expect(decide({ winRate: highestWinRate, unknownShare: 0 }, cutAt(0), 0).model).toBe('weak');
        expect(decide({ winRate: 0, unknownShare: 0 }, cutAt(1), 0).model).toBe('strong');
      }),
    );
  });

  test('falls, never rises, as the share grows', () => {
    fc.assert(
      fc.property(anyCalibration, share, share, (calibration, a, b) => {
        const [less, more] = a < b ? [a, b] : [b, a];
        expect(thresholdForShare(calibration, more)).toBeLessThanOrEqual(
          thresholdForShare(calibration, less),
        );
      }),
    );
  });

  test('sends the asked share of the sample to the strong model, to within one prompt', () => {
    fc.assert(
      fc.property(distinctCalibration, share, (calibration, strongShare) => {
        const sent = shareAtOrAbove(calibration, thresholdForShare(calibration, strongShare));
        expect(Math.abs(sent - strongShare)).toBeLessThanOrEqual(1 / calibration.quantiles.length + 1e-9);
      }),
    );
  });

  test.each([-0.01, 1.01, Number.NaN, Number.POSITIVE_INFINITY])(
    'there is none for a share of %s',
    (strongShare) => {
      expect(() => thresholdForShare({ quantiles: [0, 0.5] }, strongShare)).toThrow(
        expect.objectContaining({
          code: 'bad-input',
          message: `The strong share must lie between 0 and 1, not ${strongShare}.`,
        }),
      );
    },
  );
});

test('a calibration without quantiles has no threshold, and says what to do', () => {
  expect(() => thresholdForShare({ quantiles: [] }, 0.5)).toThrow(
    expect.objectContaining({ code: 'weights-damaged', message: expect.stringContaining('Make it again') }),
  );
});

describe('the strong share of a threshold', () => {
  test('is the inverse of the threshold of a share', () => {
    fc.assert(
      fc.property(distinctCalibration, share, (calibration, strongShare) => {
        expect(shareForThreshold(calibration, thresholdForShare(calibration, strongShare))).toBeCloseTo(
          strongShare,
          9,
        );
      }),
    );
  });

  test('lies in [0, 1] and never falls short where win rates are equal', () => {
    fc.assert(
      fc.property(anyCalibration, share, (calibration, strongShare) => {
        const back = shareForThreshold(calibration, thresholdForShare(calibration, strongShare));
        expect(back).toBeGreaterThanOrEqual(strongShare - 1e-9);
        expect(back).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('of a router that says the same of every prompt is all or nothing', () => {
    const constant = { quantiles: [0.3, 0.3, 0.3] };
    expect(thresholdForShare(constant, 0.5)).toBe(0.3);
    expect(shareForThreshold(constant, 0.3)).toBe(1);
    expect(shareForThreshold(constant, 0.31)).toBe(0);
    expect(shareForThreshold(constant, 0.29)).toBe(1);
  });

  test('at the ends is 1 and 0', () => {
    fc.assert(
      fc.property(anyCalibration, (calibration) => {
        expect(shareForThreshold(calibration, 0)).toBe(1);
        expect(shareForThreshold(calibration, 1)).toBe(0);
      }),
    );
  });

  test.each([-0.01, 1.01, Number.NaN])('there is none for a threshold of %s', (threshold) => {
    expect(() => shareForThreshold({ quantiles: [0, 0.5] }, threshold)).toThrow(
      expect.objectContaining({
        code: 'bad-input',
        message: `The threshold must lie between 0 and 1, not ${threshold}.`,
      }),
    );
  });
});

describe('the calibration by a sample', () => {
  test('holds its win rates in ascending order, and how many there were', () => {
    expect(calibrate([0.5, 0.1, 0.9, 0.1])).toEqual({ quantiles: [0.1, 0.1, 0.5, 0.9], prompts: 4 });
  });

  test('holds each thousandth of a large one', () => {
    const { quantiles, prompts } = calibrate(
      Array.from({ length: 5001 }, (_, rank) => (5000 - rank) / 10_000),
    );
    expect(prompts).toBe(5001);
    expect(quantiles).toHaveLength(1001);
    expect(quantiles[0]).toBe(0);
    expect(quantiles[250]).toBeCloseTo(0.125, 12);
    expect(quantiles[1000]).toBe(0.5);
  });

  test('of one prompt is that prompt’s win rate everywhere', () => {
    expect(calibrate([0.3])).toEqual({ quantiles: [0.3, 0.3], prompts: 1 });
  });

  test('can always be read back, and gives the thresholds of the whole sample', () => {
    const rates = fc
      .array(winRate, { minLength: 2, maxLength: 1500 })
      .map((all) => all.map((r) => r / 10_000));
    fc.assert(
      fc.property(rates, share, (sample, strongShare) => {
        const calibration = calibrate(sample);
        expect(parseCalibration({ mf: calibration }, 'mf').quantiles).toEqual(calibration.quantiles);
        const whole = { quantiles: sample.toSorted((a, b) => a - b) };
        const difference =
          thresholdForShare(calibration, strongShare) - thresholdForShare(whole, strongShare);
        expect(Math.abs(difference)).toBeLessThan(1e-9);
      }),
      { numRuns: 50 },
    );
  });

  test('does not exist without a prompt', () => {
    expect(() => calibrate([])).toThrow(
      new RangeError('Without a win rate there is nothing to calibrate by.'),
    );
  });
});

describe('a calibration on disk', () => {
  test('is read by the router’s name', () => {
    const json = { mf: { quantiles: [0, 0.25, 0.25, 0.9], sample: { prompts: 4, sources: [] } } };
    expect(parseCalibration(json, 'mf')).toEqual({ quantiles: [0, 0.25, 0.25, 0.9], prompts: 4 });
    const untold = { mf: { quantiles: [0, 0.5] } };
    expect(parseCalibration(untold, 'mf')).toStrictEqual({ quantiles: [0, 0.5] });
  });

  test.each([
    ['no file at all', null],
    ['no such router', { lexical: { quantiles: [0, 1] } }],
    ['no quantiles', { mf: {} }],
    ['a single one', { mf: { quantiles: [0.5] } }],
    ['falling ones', { mf: { quantiles: [0.5, 0.4] } }],
    ['a win rate of 1', { mf: { quantiles: [0.5, 1] } }],
    ['a negative one', { mf: { quantiles: [-0.1, 0.5] } }],
    ['texts', { mf: { quantiles: ['0.1', '0.2'] } }],
    ['a hole', { mf: { quantiles: [0.1, null] } }],
  ])('is damaged with %s, and the message names the router', (_, json) => {
    expect(() => parseCalibration(json, 'mf')).toThrow(
      expect.objectContaining({ code: 'weights-damaged', message: expect.stringContaining('"mf"') }),
    );
  });
});

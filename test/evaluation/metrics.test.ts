import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  averageGapRecovered,
  type CurvePoint,
  callPerformanceThreshold,
  pairScores,
  type RoutedRow,
  recoveryCurve,
} from '../../src/evaluation/metrics';
import { anyBetween } from '../anyBetween';

/** Rows from [win rate, strong score, weak score]. */
function rowsOf(...rows: [winRate: number, strongScore: number, weakScore: number][]): RoutedRow[] {
  return rows.map(([winRate, strongScore, weakScore], index) => ({
    prompt: `prompt ${index}`,
    winRate,
    strongScore,
    weakScore,
  }));
}

const apgrOf = (rows: readonly RoutedRow[]) => averageGapRecovered(recoveryCurve(rows));

// Gains 1, 0, −1, 1 in the order of the win rates, so PGR is 1, 1, 0, 1 after each call.
const bumpy = rowsOf([0.2, 1, 0], [0.9, 1, 0], [0.6, 1, 1], [0.4, 0, 1]);

describe('a curve worked out by hand', () => {
  it('has a point for every call, in descending order of win rate', () => {
    expect(recoveryCurve(bumpy)).toEqual([
      { strongShare: 0, pgr: 0 },
      { strongShare: 0.25, pgr: 1 },
      { strongShare: 0.5, pgr: 1 },
      { strongShare: 0.75, pgr: 0 },
      { strongShare: 1, pgr: 1 },
    ]);
  });

  it('has the area of its trapezoids', () => {
    expect(apgrOf(bumpy)).toBe(0.25 * (0.5 + 1 + 0.5 + 0.5));
  });

  it('is crossed for the first time between two calls', () => {
    expect(callPerformanceThreshold(recoveryCurve(bumpy), 0.5)).toBe(0.125);
    expect(callPerformanceThreshold(recoveryCurve(bumpy), 0.8)).toBeCloseTo(0.2, 12);
    expect(callPerformanceThreshold(recoveryCurve(bumpy), 1)).toBe(0.25);
  });

  it('starts from the scores of the two models alone', () => {
    expect(pairScores(bumpy)).toEqual({ strong: 0.75, weak: 0.5 });
  });

  it('may fall below the weak model and rise above the strong one', () => {
    const curve = recoveryCurve(rowsOf([0.9, 1, 5], [0.5, 9, 0], [0.1, 0, 1]));
    expect(curve.map((point) => point.pgr)).toEqual([0, -1, 1.25, 1]);
  });

  it('counts grades as well as right and wrong', () => {
    const curve = recoveryCurve(rowsOf([0.9, 9.5, 8], [0.1, 9, 8.5]));
    expect(curve.map((point) => point.pgr)).toEqual([0, 0.75, 1]);
    expect(callPerformanceThreshold(curve, 0.8)).toBeCloseTo(0.6, 12);
  });
});

describe('prompts with equal win rates', () => {
  it('cross together', () => {
    const rows = rowsOf([0.5, 1, 0], [0.5, 0, 0], [0.3, 1, 0], [0.3, 0, 0]);
    expect(recoveryCurve(rows)).toEqual([
      { strongShare: 0, pgr: 0 },
      { strongShare: 0.5, pgr: 0.5 },
      { strongShare: 1, pgr: 1 },
    ]);
  });

  it('make a constant router exactly as good as a random one is on average', () => {
    const rows = bumpy.map((row) => ({ ...row, winRate: 0.7 }));
    expect(apgrOf(rows)).toBe(0.5);
    expect(callPerformanceThreshold(recoveryCurve(rows), 0.5)).toBe(0.5);
    expect(callPerformanceThreshold(recoveryCurve(rows), 0.8)).toBe(0.8);
  });
});

describe('the best and the worst router', () => {
  // Ten prompts, the strong model better on two of them.
  const gains = [0, 0, 1, 0, 0, 0, 1, 0, 0, 0];

  it('recovers everything with the prompts that gain', () => {
    const oracle = rowsOf(...gains.map((gain): [number, number, number] => [gain, gain, 0]));
    expect(apgrOf(oracle)).toBeCloseTo(0.9, 12);
    expect(callPerformanceThreshold(recoveryCurve(oracle), 0.5)).toBeCloseTo(0.1, 12);
    expect(callPerformanceThreshold(recoveryCurve(oracle), 1)).toBeCloseTo(0.2, 12);
  });

  it('recovers nothing until only those prompts are left', () => {
    const reversed = rowsOf(...gains.map((gain): [number, number, number] => [-gain, gain, 0]));
    expect(apgrOf(reversed)).toBeCloseTo(0.1, 12);
    expect(callPerformanceThreshold(recoveryCurve(reversed), 0.5)).toBeCloseTo(0.9, 12);
  });
});

it('has no curve when the strong model does not score higher than the weak one', () => {
  expect(() => recoveryCurve(rowsOf([0.9, 1, 1], [0.1, 0, 0]))).toThrow(/no gap/);
  expect(() => recoveryCurve(rowsOf([0.9, 0, 1], [0.1, 0, 0]))).toThrow(/no gap/);
  expect(() => recoveryCurve([])).toThrow(/no gap/);
});

describe('on any rows', () => {
  /** Win rates are whole tenths so that ties are common. */
  const row = fc.record({
    prompt: fc.constant(''),
    winRate: fc.integer({ min: 0, max: 9 }).map((tenths) => tenths / 10),
    strongScore: fc.integer({ min: 0, max: 10 }),
    weakScore: fc.integer({ min: 0, max: 10 }),
  });
  const rows = fc
    .array(row, { minLength: 1, maxLength: 60 })
    .filter((candidates) => pairScores(candidates).strong > pairScores(candidates).weak);
  // The gap can be small against single gains, which scales rounding errors up.
  const digits = 9;

  it('passes through what each threshold gives', () => {
    fc.assert(
      fc.property(rows, (routed) => {
        const { strong, weak } = pairScores(routed);
        const byThreshold = [1, ...new Set(routed.map(({ winRate }) => winRate))]
          .sort((a, b) => b - a)
          .map((threshold) => {
            const scores = routed.map((r) => (r.winRate >= threshold ? r.strongScore : r.weakScore));
            const mean = scores.reduce((sum, score) => sum + score, 0) / routed.length;
            const share = routed.filter((r) => r.winRate >= threshold).length / routed.length;
            return { strongShare: share, pgr: (mean - weak) / (strong - weak) };
          });
        const curve = recoveryCurve(routed);
        expect(curve).toHaveLength(byThreshold.length);
        for (const [index, point] of curve.entries()) {
          expect(point.strongShare).toBeCloseTo(byThreshold[index]?.strongShare ?? Number.NaN, digits);
          expect(point.pgr).toBeCloseTo(byThreshold[index]?.pgr ?? Number.NaN, digits);
        }
      }),
    );
  });

  it('depends on the order of the win rates alone', () => {
    fc.assert(
      fc.property(rows, (routed) => {
        const stretched = routed.map((r) => ({ ...r, winRate: Math.exp(5 * r.winRate) - 200 }));
        expect(recoveryCurve(stretched)).toEqual(recoveryCurve(routed));
      }),
    );
  });

  it('does not depend on the order of the rows', () => {
    fc.assert(
      fc.property(rows, (routed) => {
        expect(apgrOf(routed.toReversed())).toBeCloseTo(apgrOf(routed), digits);
      }),
    );
  });

  it('turns APGR into its complement when every preference is reversed', () => {
    fc.assert(
      fc.property(rows, (routed) => {
        const reversed = routed.map((r) => ({ ...r, winRate: 1 - r.winRate }));
        expect(apgrOf(reversed)).toBeCloseTo(1 - apgrOf(routed), digits);
      }),
    );
  });

  it('first reaches x at CPT(x)', () => {
    fc.assert(
      fc.property(rows, anyBetween(0.01, 1), (routed, x) => {
        const curve = recoveryCurve(routed);
        const share = callPerformanceThreshold(curve, x);
        expect(pgrAt(curve, share)).toBeCloseTo(x, 6);
        for (const point of curve) {
          if (point.strongShare < share - 1e-9) expect(point.pgr).toBeLessThan(x);
        }
      }),
    );
  });
});

function pgrAt(curve: readonly CurvePoint[], share: number): number {
  const next = curve.findIndex((point) => point.strongShare >= share - 1e-12);
  const to = curve[next];
  const from = curve[next - 1];
  if (to === undefined || from === undefined) return to?.pgr ?? Number.NaN;
  const part = (share - from.strongShare) / (to.strongShare - from.strongShare);
  return from.pgr + part * (to.pgr - from.pgr);
}

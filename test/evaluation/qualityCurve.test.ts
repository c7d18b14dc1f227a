import { describe, expect, it } from 'vitest';
import type { RoutedRow } from '../../src/evaluation/metrics';
import { meanQualityCurve } from '../../src/evaluation/qualityCurve';

const row = (winRate: number, strongScore: number, weakScore: number): RoutedRow => ({
  prompt: String(winRate),
  winRate,
  strongScore,
  weakScore,
});
/** The strong model wins on the upper half alone, which a router of `sign` 1 knows and one of −1 has upside down. */
const halves = (sign: 1 | -1, count = 200) =>
  Array.from({ length: count }, (_, rank) =>
    row(0.5 + (sign * (rank - count / 2)) / (2 * count), rank >= count / 2 ? 1 : 0, 0),
  );

const at = (points: ReturnType<typeof meanQualityCurve>, share: number) =>
  points.find(({ strongShare }) => Math.abs(strongShare - share) < 1e-9);

describe('the mean quality curve', () => {
  it('goes from nothing to everything', () => {
    const points = meanQualityCurve([halves(1)]);
    expect(points).toHaveLength(21);
    expect(points[0]).toEqual({ strongShare: 0, pgr: 0, interval: [0, 0] });
    expect(points.at(-1)).toMatchObject({ strongShare: 1, pgr: 1, interval: [1, 1] });
  });

  it('has a knowing router recover all the gap with half of the calls', () => {
    const points = meanQualityCurve([halves(1)]);
    expect(at(points, 0.25)?.pgr).toBeCloseTo(0.5, 1);
    expect(at(points, 0.5)?.pgr).toBeCloseTo(1, 1);
  });

  it('is the mean of benchmarks that count the same, whatever their size', () => {
    const points = meanQualityCurve([halves(1, 400), halves(-1, 100)]);
    expect(at(points, 0.5)?.pgr).toBeCloseTo(0.5, 1);
  });

  it('has an interval around it that narrows with the prompts', () => {
    const width = (count: number) => {
      const { pgr = 0, interval: [low, high] = [0, 0] } =
        at(meanQualityCurve([halves(1, count)]), 0.25) ?? {};
      expect(low).toBeLessThanOrEqual(pgr);
      expect(high).toBeGreaterThanOrEqual(pgr);
      return high - low;
    };
    expect(width(800)).toBeLessThan(width(50));
  });

  it('runs straight between two win rates where many prompts have one', () => {
    const points = meanQualityCurve([[row(0.5, 1, 0), row(0.5, 1, 0), row(0.5, 0, 1), row(0.5, 1, 0)]]);
    expect(points).toHaveLength(21);
    for (const { strongShare, pgr } of points) expect(pgr).toBeCloseTo(strongShare, 9);
  });
});

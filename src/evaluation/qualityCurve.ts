import { type CurvePoint, type RoutedRow, recoveryCurve } from './metrics';
import { randomNumbers } from './randomNumbers';
import { type Interval, intervalOf } from './uncertainty';

/** What a router recovers of the gap between two models when it sends a share of calls to the strong one. */
export interface QualityPoint {
  /** In [0, 1]. */
  readonly strongShare: number;
  /** The mean over the benchmarks, each counting the same. */
  readonly pgr: number;
  /** 95 %, each benchmark's prompts being resampled independently. */
  readonly interval: Interval;
}

const draws = 1000;
const seed = 20240626;

/** Twenty steps from never to always. */
const shares = Array.from({ length: 21 }, (_, step) => step / 20);

/**
 * The mean recovery curve over several benchmarks.
 *
 * @param benchmarks each one's rows as one router scored them
 * @throws RangeError when one has no gap between its models
 */
export function meanQualityCurve(benchmarks: readonly (readonly RoutedRow[])[]): readonly QualityPoint[] {
  const exact = benchmarks.map((rows) => valuesAt(recoveryCurve(rows)));
  const resampled = benchmarks.map(resampledCurves);
  return shares.map((strongShare, index) => {
    const at = (curves: readonly (readonly number[])[]) =>
      curves.reduce((sum, values) => sum + (values[index] ?? Number.NaN), 0) / curves.length;
    const estimates = Float64Array.from({ length: draws }, (_, draw) =>
      at(resampled.map((curves) => curves[draw] ?? [])),
    );
    return { strongShare, pgr: at(exact), interval: intervalOf(estimates) };
  });
}

/** @returns for each draw the values at `shares`, NaN on one without a gap */
function resampledCurves(rows: readonly RoutedRow[]): readonly (readonly number[])[] {
  const random = randomNumbers(seed + rows.length);
  return Array.from({ length: draws }, () => {
    const drawn = rows.flatMap(() => rows[Math.floor(random() * rows.length)] ?? []);
    try {
      return valuesAt(recoveryCurve(drawn));
    } catch (error) {
      if (error instanceof RangeError) return shares.map(() => Number.NaN);
      throw error;
    }
  });
}

/** A curve's values at `shares`, straight between its points. */
function valuesAt(curve: readonly CurvePoint[]): readonly number[] {
  let next = 1;
  return shares.map((share) => {
    while (next < curve.length - 1 && (curve[next]?.strongShare ?? 1) < share) next++;
    const [from, to] = [curve[next - 1], curve[next]];
    if (from === undefined || to === undefined) return Number.NaN;
    const along = (share - from.strongShare) / (to.strongShare - from.strongShare);
    return from.pgr + along * (to.pgr - from.pgr);
  });
}

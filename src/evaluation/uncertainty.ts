import type { BenchmarkRow } from './benchmark';
import type { RoutedRow } from './metrics';
import { randomNumbers } from './randomNumbers';

/** The 2.5th and the 97.5th percentile. */
export type Interval = readonly [low: number, high: number];

const draws = 1000;
const seed = 20240626;

/**
 * A router's APGR on each of 1,000 bootstrap resamples of the rows, NaN on one without a gap to recover. The draws are
 * seeded by the number of rows: two routers on one benchmark are measured on the same resamples, two benchmarks on
 * independent ones.
 */
export function resampleApgr(rows: readonly RoutedRow[]): Float64Array {
  // Draws pick rows by their place in the benchmark, whatever order the router brings them into.
  const order = rows.map((_, index) => index).sort((a, b) => winRateAt(rows, b) - winRateAt(rows, a));
  const gains = order.map((index) => gainOf(rows[index]));
  const startsBlock = order.map(
    (index, rank) => winRateAt(rows, index) !== winRateAt(rows, order[rank - 1] ?? -1),
  );
  const rankOf = new Uint32Array(rows.length);
  for (const [rank, index] of order.entries()) rankOf[index] = rank;

  const random = randomNumbers(seed + rows.length);
  const drawn = new Uint32Array(rows.length);
  return new Float64Array(draws).map(() => {
    drawn.fill(0);
    for (let i = 0; i < rows.length; i++) {
      const rank = rankOf[Math.floor(random() * rows.length)] ?? 0;
      drawn[rank] = (drawn[rank] ?? 0) + 1;
    }
    return resampledApgr(drawn, gains, startsBlock);
  });
}

/**
 * How far a router's APGR could have come out otherwise with other prompts of the same kind: the 95 % percentile
 * interval over bootstrap resamples of the rows.
 *
 * @throws RangeError unless some resample has a gap to recover
 */
export function bootstrapInterval(rows: readonly RoutedRow[]): Interval {
  return intervalOf(resampleApgr(rows));
}

/**
 * The 95 % interval of the difference between two routers' APGR, the first minus the second, over the same resamples.
 * One beats the other only where it excludes zero.
 *
 * @param rowsA the rows as one router scored them
 * @param rowsB the same rows, in the same order, as the other did
 * @throws RangeError for another number of rows, or unless some resample has a gap to recover
 */
export function pairedInterval(rowsA: readonly RoutedRow[], rowsB: readonly RoutedRow[]): Interval {
  if (rowsA.length !== rowsB.length) {
    throw new RangeError(`Only the same rows can be paired, not ${rowsA.length} with ${rowsB.length}.`);
  }
  return differenceInterval(resampleApgr(rowsA), resampleApgr(rowsB));
}

/** {@link pairedInterval} of estimates that are there already, one for each resample. */
export function differenceInterval(estimatesA: Float64Array, estimatesB: Float64Array): Interval {
  return intervalOf(estimatesA.map((estimate, draw) => estimate - (estimatesB[draw] ?? Number.NaN)));
}

/**
 * What APGR coin flips get on these rows: 1,000 seeded random routers, which a learned router has to leave behind.
 */
export function randomRouterApgr(rows: readonly BenchmarkRow[]): Float64Array {
  const gains = Float64Array.from(rows, gainOf);
  const ones = new Uint32Array(rows.length).fill(1);
  const startsBlock = rows.map(() => true);
  const random = randomNumbers(seed + rows.length);
  return new Float64Array(draws).map(() => {
    shuffle(gains, random);
    return resampledApgr(ones, gains, startsBlock);
  });
}

/**
 * The 95 % interval that random routers fall in.
 *
 * @throws RangeError when there is no gap to recover
 */
export function randomRouterInterval(rows: readonly BenchmarkRow[]): Interval {
  return intervalOf(randomRouterApgr(rows));
}

/**
 * APGR in one pass, without the curve: a block of m prompts that crosses after c of n others adds its gain for the
 * share 1 − (c + m/2)/n of all calls.
 *
 * @param counts how often each row was drawn, rows in descending order of win rate
 * @returns NaN without a gap to recover
 */
function resampledApgr(
  counts: Uint32Array,
  gains: ArrayLike<number>,
  startsBlock: readonly boolean[],
): number {
  const n = counts.length;
  let area = 0;
  let totalGain = 0;
  let crossed = 0;
  let blockCount = 0;
  let blockGain = 0;
  const closeBlock = () => {
    area += blockGain * (1 - (crossed + blockCount / 2) / n);
    totalGain += blockGain;
    crossed += blockCount;
    blockCount = 0;
    blockGain = 0;
  };
  for (let rank = 0; rank < n; rank++) {
    if (startsBlock[rank]) closeBlock();
    const count = counts[rank] ?? 0;
    blockCount += count;
    blockGain += count * (gains[rank] ?? 0);
  }
  closeBlock();
  return totalGain > 0 ? area / totalGain : Number.NaN;
}

/**
 * The 95 % percentile interval of estimates, NaNs left out.
 *
 * @throws RangeError when none is left
 */
export function intervalOf(estimates: Float64Array): Interval {
  const ascending = estimates.filter((estimate) => !Number.isNaN(estimate)).sort();
  const low = quantile(ascending, 0.025);
  const high = quantile(ascending, 0.975);
  if (low === undefined || high === undefined) {
    throw new RangeError('There is no gap between the models to recover.');
  }
  return [low, high];
}

function quantile(ascending: Float64Array, share: number): number | undefined {
  const rank = share * (ascending.length - 1);
  const below = ascending[Math.floor(rank)];
  const above = ascending[Math.ceil(rank)];
  return below === undefined || above === undefined ? undefined : below + (above - below) * (rank % 1);
}

function shuffle(values: Float64Array, random: () => number): void {
  for (let last = values.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    const kept = values[last] ?? 0;
    values[last] = values[other] ?? 0;
    values[other] = kept;
  }
}

function winRateAt(rows: readonly RoutedRow[], index: number): number {
  return rows[index]?.winRate ?? Number.NaN;
}

function gainOf(row: BenchmarkRow | undefined): number {
  return row === undefined ? 0 : row.strongScore - row.weakScore;
}

import type { BenchmarkRow } from './benchmark';
import type { RoutedRow } from './metrics';

/** The 2.5th and the 97.5th percentile. */
export type Interval = readonly [low: number, high: number];

const draws = 1000;
const seed = 20240626;

/**
 * How far a router's APGR could have come out otherwise with other prompts of the same kind: the 95 % percentile
 * interval over 1,000 bootstrap resamples of the rows. The draws are seeded, so the same rows give the same interval, and
 * two routers on one benchmark are measured on the same resamples.
 *
 * @throws RangeError unless some resample has a gap to recover
 */
export function bootstrapInterval(rows: readonly RoutedRow[]): Interval {
  // Draws pick rows by their place in the benchmark, whatever order the router brings them into.
  const order = rows.map((_, index) => index).sort((a, b) => winRateAt(rows, b) - winRateAt(rows, a));
  const gains = order.map((index) => gainOf(rows[index]));
  const startsBlock = order.map(
    (index, rank) => winRateAt(rows, index) !== winRateAt(rows, order[rank - 1] ?? -1),
  );
  const rankOf = new Uint32Array(rows.length);
  for (const [rank, index] of order.entries()) rankOf[index] = rank;

  const random = randomNumbers(seed);
  const drawn = new Uint32Array(rows.length);
  const estimates: number[] = [];
  for (let draw = 0; draw < draws; draw++) {
    drawn.fill(0);
    for (let i = 0; i < rows.length; i++) {
      const rank = rankOf[Math.floor(random() * rows.length)] ?? 0;
      drawn[rank] = (drawn[rank] ?? 0) + 1;
    }
    const apgr = resampledApgr(drawn, gains, startsBlock);
    if (apgr !== undefined) estimates.push(apgr);
  }
  return intervalOf(estimates);
}

/**
 * What APGR coin flips get on these rows: the 95 % interval over 1,000 seeded random routers, which a learned router
 * has to leave behind.
 *
 * @throws RangeError when there is no gap to recover
 */
export function randomRouterInterval(rows: readonly BenchmarkRow[]): Interval {
  const gains = Float64Array.from(rows, gainOf);
  const ones = new Uint32Array(rows.length).fill(1);
  const startsBlock = rows.map(() => true);
  const random = randomNumbers(seed);
  const estimates: number[] = [];
  for (let draw = 0; draw < draws; draw++) {
    shuffle(gains, random);
    const apgr = resampledApgr(ones, gains, startsBlock);
    if (apgr !== undefined) estimates.push(apgr);
  }
  return intervalOf(estimates);
}

/**
 * APGR in one pass, without the curve: a block of m prompts that crosses after c of n others adds its gain for the
 * share 1 − (c + m/2)/n of all calls.
 *
 * @param counts how often each row was drawn, rows in descending order of win rate
 */
function resampledApgr(
  counts: Uint32Array,
  gains: ArrayLike<number>,
  startsBlock: readonly boolean[],
): number | undefined {
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
  return totalGain > 0 ? area / totalGain : undefined;
}

function intervalOf(estimates: number[]): Interval {
  estimates.sort((a, b) => a - b);
  const low = quantile(estimates, 0.025);
  const high = quantile(estimates, 0.975);
  if (low === undefined || high === undefined) {
    throw new RangeError('There is no gap between the models to recover.');
  }
  return [low, high];
}

function quantile(ascending: readonly number[], share: number): number | undefined {
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

/** Uniform numbers in [0, 1), the same for the same seed on every machine (Mulberry32, with 32 bits of state). */
function randomNumbers(from: number): () => number {
  let state = from;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

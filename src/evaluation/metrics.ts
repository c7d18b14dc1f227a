import type { BenchmarkRow } from './benchmark';

/** A benchmark row and the win rate a router gave its prompt. */
export interface RoutedRow extends BenchmarkRow {
  readonly winRate: number;
}

/** The mean score when every prompt goes to one model: r(M_s) and r(M_w) in the paper. */
export interface PairScores {
  readonly strong: number;
  readonly weak: number;
}

/** Where a router stands when it sends this share of calls to the strong model. */
export interface CurvePoint {
  /** c(R^α): the fraction of calls that go to the strong model, in [0, 1]. */
  readonly strongShare: number;
  /** PGR(R^α); it can lie outside [0, 1] where a mix beats the strong model or falls behind the weak one. */
  readonly pgr: number;
}

export function pairScores(rows: readonly BenchmarkRow[]): PairScores {
  const sum = (scoreOf: (row: BenchmarkRow) => number) =>
    rows.reduce((total, row) => total + scoreOf(row), 0);
  return {
    strong: sum((row) => row.strongScore) / rows.length,
    weak: sum((row) => row.weakScore) / rows.length,
  };
}

/**
 * The performance gap recovered at every strong share (the paper's "Metrics"):
 *
 *     PGR(R^α) = (r(R^α) − r(M_w)) / (r(M_s) − r(M_w))
 *
 * As the threshold α falls, prompts cross from the weak model to the strong one in the order of their win rates. Those
 * with equal win rates cross together, so the curve has a point at each end of such a block and is straight between
 * them: no order among equals is invented.
 *
 * @returns points with ascending strong share, from (0, 0) to (1, 1)
 * @throws RangeError unless the strong model scores higher than the weak one (see {@link pairScores}): without a gap, PGR
 * has no meaning
 */
export function recoveryCurve(rows: readonly RoutedRow[]): readonly CurvePoint[] {
  const blocks = tieBlocks(rows);
  const totalGain = blocks.reduce((sum, block) => sum + block.gain, 0);
  if (!(totalGain > 0)) throw new RangeError('There is no gap between the models to recover.');
  const curve: CurvePoint[] = [{ strongShare: 0, pgr: 0 }];
  let crossed = 0;
  let gain = 0;
  for (const block of blocks) {
    crossed += block.count;
    gain += block.gain;
    curve.push({ strongShare: crossed / rows.length, pgr: gain / totalGain });
  }
  return curve;
}

/**
 * The average performance gap recovered (the paper's APGR), exact: the integral of PGR over every strong share from
 * 0 to 1, instead of a mean over ten of them. A random router's expected value is 0.5.
 */
export function averageGapRecovered(curve: readonly CurvePoint[]): number {
  return segments(curve).reduce(
    (area, [from, to]) => area + ((from.pgr + to.pgr) / 2) * (to.strongShare - from.strongShare),
    0,
  );
}

/**
 * The call-performance threshold CPT(x): the smallest strong share that recovers the fraction x of the
 * gap. A random router's expected value is x itself.
 *
 * @param x in (0, 1]
 * @returns a share in [0, 1]
 */
export function callPerformanceThreshold(curve: readonly CurvePoint[], x: number): number {
  const crossing = segments(curve).find(([, to]) => to.pgr >= x);
  if (crossing === undefined) return 1;
  const [from, to] = crossing;
  return from.strongShare + ((x - from.pgr) / (to.pgr - from.pgr)) * (to.strongShare - from.strongShare);
}

/** Prompts with one win rate. */
interface TieBlock {
  count: number;
  /** Strong minus weak score, summed. */
  gain: number;
}

function tieBlocks(rows: readonly RoutedRow[]): readonly TieBlock[] {
  const blocks: TieBlock[] = [];
  let winRate: number | undefined;
  for (const row of rows.toSorted((a, b) => b.winRate - a.winRate)) {
    const last = blocks.at(-1);
    const gain = row.strongScore - row.weakScore;
    if (last === undefined || row.winRate !== winRate) {
      blocks.push({ count: 1, gain });
    } else {
      last.count++;
      last.gain += gain;
    }
    winRate = row.winRate;
  }
  return blocks;
}

function segments(curve: readonly CurvePoint[]): (readonly [CurvePoint, CurvePoint])[] {
  return curve.slice(1).map((to, index) => [curve[index] ?? to, to] as const);
}

import { lengthBaseline } from './baselines/length';
import { randomBaseline } from './baselines/random';
import type { Ranking, ScoredBenchmark } from './scoredBenchmark';
import { differenceInterval, type Interval, intervalOf, randomRouterApgr, resampleApgr } from './uncertainty';

/** What APGR could have come out as: estimates draw by draw, over the same resamples for everyone on one benchmark. */
export interface ApgrEstimates {
  readonly byName: ReadonlyMap<string, Float64Array>;
  /** Single random routers', while `byName` has what they get on average. */
  readonly coinFlips: Float64Array;
}

/** 95 % intervals of how far an APGR lies above those of two baselines, over the same resamples. */
export interface Lead {
  readonly random: Interval;
  readonly length: Interval;
}

/** @throws RangeError unless random and length are among the rankings: every table is read against them */
export function estimateApgr({ rows, rankings }: ScoredBenchmark): ApgrEstimates {
  const byName = new Map(rankings.map((ranking: Ranking) => [ranking.name, resampleApgr(ranking.rows)]));
  return { byName, coinFlips: randomRouterApgr(rows) };
}

/** The estimates of the mean over several benchmarks, whose draws are independent of each other. */
export function meanEstimates(benchmarks: readonly ApgrEstimates[]): ApgrEstimates {
  const names = [...(benchmarks[0]?.byName.keys() ?? [])];
  return {
    byName: new Map(
      names.map((name) => [name, meanDraws(benchmarks.map((estimates) => estimatesOf(estimates, name)))]),
    ),
    coinFlips: meanDraws(benchmarks.map(({ coinFlips }) => coinFlips)),
  };
}

/** 95 %: over resampled prompts, or for random over random routers. */
export function apgrInterval(estimates: ApgrEstimates, name: string): Interval {
  return intervalOf(name === randomBaseline.name ? estimates.coinFlips : estimatesOf(estimates, name));
}

export function leadOf(estimates: ApgrEstimates, name: string): Lead {
  const over = (baseline: string) =>
    differenceInterval(estimatesOf(estimates, name), estimatesOf(estimates, baseline));
  return { random: over(randomBaseline.name), length: over(lengthBaseline.name) };
}

/** Only where the interval of the lead excludes zero is "beats" the word. */
export function beats(lead: Interval): boolean {
  return lead[0] > 0;
}

function estimatesOf({ byName }: ApgrEstimates, name: string): Float64Array {
  const estimates = byName.get(name);
  if (estimates === undefined) throw new RangeError(`"${name}" was not scored on this benchmark.`);
  return estimates;
}

function meanDraws(estimates: readonly Float64Array[]): Float64Array {
  return Float64Array.from(
    estimates[0] ?? [],
    (_, draw) => estimates.reduce((sum, draws) => sum + (draws[draw] ?? Number.NaN), 0) / estimates.length,
  );
}

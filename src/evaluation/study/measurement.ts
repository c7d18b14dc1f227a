import { type ApgrEstimates, beats, estimateApgr } from '../apgrEstimates';
import type { Baseline } from '../baseline';
import type { Benchmark } from '../benchmark';
import { type BenchmarkResult, type RouterResult, summarise } from '../benchmarkResult';
import { type PrepareOptions, prepareBenchmark } from '../preparedBenchmark';
import { type Ranking, type ScoredBenchmark, scoreBenchmark } from '../scoredBenchmark';
import { differenceInterval } from '../uncertainty';
import type { StudyRouter } from './studyRouter';

/** Everyone's figures on the same rows of one benchmark. */
export interface Measurement {
  readonly scored: ScoredBenchmark;
  readonly estimates: ApgrEstimates;
  readonly result: BenchmarkResult;
}

/** A benchmark as the study measured it: on all its rows, and for slow routers on a sample of them. */
export interface MeasuredBenchmark {
  readonly benchmark: Benchmark;
  readonly whole: Measurement;
  readonly samples: readonly Measurement[];
}

/** One router's or baseline's figures, with what they were measured on. */
export interface Figures {
  readonly measurement: Measurement;
  readonly ranking: Ranking;
  readonly result: RouterResult;
}

export interface MeasureOptions extends Omit<PrepareOptions, 'sample'> {
  readonly routers: readonly StudyRouter[];
  readonly baselines: readonly Baseline[];
  readonly onProgress: (line: string, done: number, total: number) => void;
}

/**
 * Measures all routers and baselines on a benchmark. A router with a row limit is measured, beside the baselines, on a
 * seeded sample where the benchmark has more rows.
 *
 * @throws TurnoutError as `prepareBenchmark` and the routers do
 */
export async function measureBenchmark(
  benchmark: Benchmark,
  options: MeasureOptions,
): Promise<MeasuredBenchmark> {
  const all = await prepareBenchmark(benchmark, { ...options, sample: undefined });
  const isLimited = ({ rowLimit }: StudyRouter) => rowLimit !== undefined && rowLimit < all.rows.length;
  const score = async (routers: readonly StudyRouter[], sample: number | undefined) => {
    const prepared = sample === undefined ? all : await prepareBenchmark(benchmark, { ...options, sample });
    const scored = await scoreBenchmark(prepared, {
      // Remembered scores are plain numbers, so routers are asked as baselines are.
      routers: [],
      baselines: [...routers.map(({ scorer }) => scorer), ...options.baselines],
      onProgress: (done, total) => options.onProgress(benchmark.title, done, total),
    });
    return measurementOf(scored);
  };
  const whole = await score(
    options.routers.filter((router) => !isLimited(router)),
    undefined,
  );
  const samples: Measurement[] = [];
  for (const router of options.routers.filter(isLimited))
    samples.push(await score([router], router.rowLimit));
  return { benchmark, whole, samples };
}

export function measurementOf(scored: ScoredBenchmark): Measurement {
  const estimates = estimateApgr(scored);
  return { scored, estimates, result: summarise(scored, 'exact', estimates) };
}

/** @returns undefined for a router that was not measured */
export function figuresOf({ whole, samples }: MeasuredBenchmark, name: string): Figures | undefined {
  // Baselines are in every measurement; those on all rows count.
  for (const measurement of [whole, ...samples]) {
    const ranking = measurement.scored.rankings.find((one) => one.name === name);
    const result = measurement.result.routers.find(({ router }) => router === name);
    if (ranking !== undefined && result !== undefined) return { measurement, ranking, result };
  }
  return undefined;
}

/** The baselines that a router beats: the paired interval of the difference in APGR lies above zero. */
export function beatenBy(
  { byName }: ApgrEstimates,
  router: string,
  baselineNames: readonly string[],
): readonly string[] {
  const own = byName.get(router);
  return baselineNames.filter((name) => {
    const theirs = byName.get(name);
    return own !== undefined && theirs !== undefined && beats(differenceInterval(own, theirs));
  });
}

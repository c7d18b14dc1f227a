import { TurnoutError } from '../routing/errors';
import type { Router } from '../routing/router';
import type { Benchmark, BenchmarkRow } from './benchmark';
import {
  averageGapRecovered,
  type CurvePoint,
  callPerformanceThreshold,
  pairScores,
  type RoutedRow,
  recoveryCurve,
} from './metrics';
import { bootstrapInterval, type Interval, randomRouterInterval } from './uncertainty';

/** How one router does on one benchmark. */
export interface RouterResult {
  readonly router: string;
  /** Exact APGR; 0.5 is what a random router gets on average. */
  readonly apgr: number;
  /** 95 %: over resampled prompts, or for the random router over random routers. */
  readonly apgrInterval: Interval;
  /** CPT(50 %) and CPT(80 %), in per cent of calls. */
  readonly cpt50: number;
  readonly cpt80: number;
}

export interface BenchmarkResult {
  readonly name: string;
  /** Prompts measured on, after the exclusions. */
  readonly n: number;
  readonly excluded: Exclusions;
  /** Mean score of each model alone. */
  readonly strong: number;
  readonly weak: number;
  readonly routers: readonly RouterResult[];
}

export interface Exclusions {
  /** Rows that our own weights were trained on. */
  readonly trainedOn: number;
  /** Rows that RouteLLM leaves out because its training data held them. */
  readonly contaminated: number;
}

export interface EvaluateOptions {
  /** RouteLLM's folder `routellm/evals`. */
  readonly evals: string;
  readonly benchmarks: readonly Benchmark[];
  readonly routers: readonly Router[];
  readonly isTrainedOn: (prompt: string) => boolean;
  /** Told after each prompt that every router has scored. */
  readonly onProgress: (benchmark: Benchmark, done: number, total: number) => void;
}

/** The name under which the random router's expected values are reported. */
export const randomRouterName = 'random';

/**
 * Measures routers on RouteLLM's benchmarks, from the answers the pair already gave: no model is called. The last result
 * of each benchmark is the random router's: its expected values, and the interval that random routers fall in.
 *
 * @throws TurnoutError `bad-input` for files that are missing, malformed or give nothing to measure, before any prompt is
 * scored; whatever a router throws
 */
export async function evaluate(options: EvaluateOptions): Promise<BenchmarkResult[]> {
  const prepared: PreparedBenchmark[] = [];
  for (const benchmark of options.benchmarks) prepared.push(await prepare(benchmark, options));
  const results: BenchmarkResult[] = [];
  for (const benchmark of prepared) results.push(await measure(benchmark, options));
  return results;
}

interface PreparedBenchmark {
  readonly benchmark: Benchmark;
  readonly rows: readonly BenchmarkRow[];
  readonly excluded: Exclusions;
}

async function prepare(
  benchmark: Benchmark,
  { evals, isTrainedOn }: EvaluateOptions,
): Promise<PreparedBenchmark> {
  const { rows: all, contaminated } = await benchmark.read(evals);
  const rows = all.filter((row) => !isTrainedOn(row.prompt));
  const excluded = { trainedOn: all.length - rows.length, contaminated };
  if (rows.length === 0) {
    throw new TurnoutError(
      'bad-input',
      `No prompt of ${benchmark.title} is left to measure on: ${excluded.trainedOn} were trained on, ${contaminated} are contaminated.`,
    );
  }
  const { strong, weak } = pairScores(rows);
  if (!(strong > weak)) {
    throw new TurnoutError(
      'bad-input',
      `On ${benchmark.title} (${rows.length} prompts) the strong model scores ${strong} and the weak one ${weak}: there is no gap to recover.`,
    );
  }
  return { benchmark, rows, excluded };
}

async function measure(
  { benchmark, rows, excluded }: PreparedBenchmark,
  { routers, onProgress }: EvaluateOptions,
): Promise<BenchmarkResult> {
  const measured = routers.map((router) => ({ router, routed: [] as RoutedRow[] }));
  for (const [index, row] of rows.entries()) {
    for (const { router, routed } of measured) {
      routed.push({ ...row, winRate: await requireWinRate(router, row.prompt) });
    }
    onProgress(benchmark, index + 1, rows.length);
  }
  return {
    name: benchmark.name,
    n: rows.length,
    excluded,
    ...pairScores(rows),
    routers: [
      ...measured.map(({ router, routed }) =>
        summarise(router.name, recoveryCurve(routed), bootstrapInterval(routed)),
      ),
      summarise(randomRouterName, diagonal, randomRouterInterval(rows)),
    ],
  };
}

async function requireWinRate(router: Router, prompt: string): Promise<number> {
  const { winRate } = await router.winRate(prompt);
  if (winRate >= 0 && winRate < 1) return winRate;
  throw new TurnoutError('router-failed', `Router "${router.name}" gave ${winRate}, which is no win rate.`);
}

/** What coin flips recover on average: as much of the gap as they make calls. */
const diagonal: readonly CurvePoint[] = [
  { strongShare: 0, pgr: 0 },
  { strongShare: 1, pgr: 1 },
];

function summarise(router: string, curve: readonly CurvePoint[], apgrInterval: Interval): RouterResult {
  return {
    router,
    apgr: averageGapRecovered(curve),
    apgrInterval,
    cpt50: 100 * callPerformanceThreshold(curve, 0.5),
    cpt80: 100 * callPerformanceThreshold(curve, 0.8),
  };
}

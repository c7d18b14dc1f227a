import { type ApgrEstimates, apgrInterval, estimateApgr, type Lead, leadOf } from './apgrEstimates';
import { randomBaseline } from './baselines/random';
import type { Benchmark } from './benchmark';
import { averageGapRecovered, callPerformanceThreshold, pairScores, recoveryCurve } from './metrics';
import type { Exclusions } from './preparedBenchmark';
import { type GridMetrics, routellmGrid } from './routellmGrid';
import type { Ranking, ScoredBenchmark } from './scoredBenchmark';
import type { Interval } from './uncertainty';

/** `exact`: over every strong share. `routellm`: on the eleven points of RouteLLM's own evaluation. */
export type Grid = 'exact' | 'routellm';

export interface BenchmarkResult {
  readonly name: string;
  /** Prompts measured on, after the exclusions. */
  readonly n: number;
  /** Prompts that could have been measured on; more than `n` only for a sample. */
  readonly available: number;
  readonly excluded: Exclusions;
  /** Mean score of each model alone. */
  readonly strong: number;
  readonly weak: number;
  /** The routers, then the baselines. */
  readonly routers: readonly RouterResult[];
  /** What a reader must know of single figures. */
  readonly notes: readonly string[];
}

/** How one router, or one baseline, does on one benchmark. */
export interface RouterResult {
  readonly router: string;
  /** APGR; 0.5 is what a random router gets on average. */
  readonly apgr: number;
  /** 95 %, of the exact APGR whatever the grid: over resampled prompts, or for random over random routers. */
  readonly apgrInterval: Interval;
  /** CPT(50 %) and CPT(80 %), in per cent of calls. */
  readonly cpt50: number;
  readonly cpt80: number;
  readonly lead: Lead;
}

/** Works out every figure of one benchmark's table. */
export function summarise(
  scored: ScoredBenchmark,
  grid: Grid,
  estimates: ApgrEstimates = estimateApgr(scored),
): BenchmarkResult {
  const { benchmark, rows, available, excluded, rankings } = scored;
  const measured = rankings.map((ranking) => ({ ranking, ...metricsOf(ranking, grid, benchmark) }));
  return {
    name: benchmark.name,
    n: rows.length,
    available,
    excluded,
    ...pairScores(rows),
    routers: measured.map(({ ranking: { name }, apgr, cpt50, cpt80 }) => ({
      router: name,
      apgr,
      apgrInterval: apgrInterval(estimates, name),
      cpt50,
      cpt80,
      lead: leadOf(estimates, name),
    })),
    notes: measured.flatMap(({ ranking, notes }) => notes.map((note) => `${ranking.name}: ${note}.`)),
  };
}

function metricsOf({ name, rows }: Ranking, grid: Grid, { scale }: Benchmark): GridMetrics {
  // Random is reported as it is on average, which no grid changes.
  if (grid === 'routellm' && name !== randomBaseline.name) return routellmGrid(rows, scale);
  const curve = recoveryCurve(rows);
  return {
    apgr: averageGapRecovered(curve),
    cpt50: 100 * callPerformanceThreshold(curve, 0.5),
    cpt80: 100 * callPerformanceThreshold(curve, 0.8),
    notes: [],
  };
}

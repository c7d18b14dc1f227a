import type { Router } from '../routing/router';
import { estimateApgr } from './apgrEstimates';
import type { Baseline } from './baseline';
import type { Benchmark } from './benchmark';
import { type BenchmarkResult, type Grid, summarise } from './benchmarkResult';
import { averageResults, type MeanResult } from './meanResult';
import { type PreparedBenchmark, type PrepareOptions, prepareBenchmark } from './preparedBenchmark';
import { scoreBenchmark } from './scoredBenchmark';

export interface EvaluateOptions extends PrepareOptions {
  readonly benchmarks: readonly Benchmark[];
  readonly routers: readonly Router[];
  /** Made once the benchmarks are known to be readable; random and length are among them. */
  readonly openBaselines: () => Promise<readonly Baseline[]>;
  readonly grid: Grid;
  /** Told after each prompt that everyone has scored. */
  readonly onProgress: (benchmark: Benchmark, done: number, total: number) => void;
}

export interface Evaluation {
  readonly benchmarks: readonly BenchmarkResult[];
  /** Where more than one of the code sets was measured. */
  readonly codeMean: MeanResult | undefined;
}

/**
 * Measures routers and baselines on benchmarks, from the answers the pair already gave: no model is called.
 *
 * @throws TurnoutError `bad-input` for files that are missing, malformed or give nothing to measure, before any prompt is
 * scored; whatever a router throws
 */
export async function evaluate(options: EvaluateOptions): Promise<Evaluation> {
  const prepared: PreparedBenchmark[] = [];
  for (const benchmark of options.benchmarks) prepared.push(await prepareBenchmark(benchmark, options));
  const baselines = await options.openBaselines();
  const measured = [];
  for (const one of prepared) {
    const { benchmark } = one;
    const scored = await scoreBenchmark(one, {
      routers: options.routers,
      baselines,
      onProgress: (done, total) => options.onProgress(benchmark, done, total),
    });
    const estimates = estimateApgr(scored);
    measured.push({ benchmark, result: summarise(scored, options.grid, estimates), estimates });
  }
  const code = measured.filter(({ benchmark }) => benchmark.group === 'code');
  return {
    benchmarks: measured.map(({ result }) => result),
    codeMean: code.length > 1 ? averageResults(code) : undefined,
  };
}

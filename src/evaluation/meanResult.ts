import { type ApgrEstimates, apgrInterval, type Lead, leadOf, meanEstimates } from './apgrEstimates';
import type { BenchmarkResult } from './benchmarkResult';
import type { Interval } from './uncertainty';

/** The mean of several benchmarks' APGR, each counting the same. */
export interface MeanResult {
  readonly benchmarks: readonly string[];
  readonly routers: readonly MeanRouterResult[];
}

export interface MeanRouterResult {
  readonly router: string;
  readonly apgr: number;
  /** 95 %, of the exact APGR's mean, the benchmarks being resampled independently. */
  readonly apgrInterval: Interval;
  readonly lead: Lead;
}

/** @param measured at least one benchmark, with the same routers on each */
export function averageResults(
  measured: readonly { readonly result: BenchmarkResult; readonly estimates: ApgrEstimates }[],
): MeanResult {
  const estimates = meanEstimates(measured.map((one) => one.estimates));
  return {
    benchmarks: measured.map(({ result }) => result.name),
    routers: [...estimates.byName.keys()].map((router) => ({
      router,
      apgr: mean(measured.map(({ result }) => apgrOf(result, router))),
      apgrInterval: apgrInterval(estimates, router),
      lead: leadOf(estimates, router),
    })),
  };
}

function apgrOf({ routers }: BenchmarkResult, name: string): number {
  return routers.find(({ router }) => router === name)?.apgr ?? Number.NaN;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

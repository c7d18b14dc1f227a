import type { ModelRef, Pair, Side, Usage } from '../chat';
import { daysBefore, isWithin } from '../days';
import type { CostOf } from '../ledger/pricing';
import type { Cell, Tally } from '../ledger/tally';
import { type Calibration, shareForThreshold, thresholdForShare } from './calibration';

/** What is to be expected of one stop of the slider. */
export interface StopForecast {
  /** The share of prompts to go to the strong model, in [0, 1]: another than the stop where many win rates are equal. */
  readonly strongShare: number;
  /** US dollars for 30 days at the present pace, or why nobody knows. */
  readonly monthlyCost: number | 'no-calls' | 'unknown-price';
  /** What the router recovered at this share in tests; undefined for one that was not tested. */
  readonly quality: QualityEstimate | undefined;
}

/** A share of the gap between two models, 1 being the strong one; a mean over benchmarks, and its 95 % interval. */
export interface QualityEstimate {
  readonly pgr: number;
  readonly low: number;
  readonly high: number;
}

/** Of each router that was tested, what it recovers at each share; written by `turnout evaluate --curves`. */
export interface QualityCurves {
  /** What they are the mean over, each counting the same. */
  readonly benchmarks: readonly { readonly title: string; readonly prompts: number }[];
  readonly routers: Readonly<Record<string, QualityCurve>>;
}

export interface QualityCurve {
  /** Of the router whose weights were tested. */
  readonly hash: string;
  /** Ascending shares from 0 to 1. */
  readonly points: readonly (QualityEstimate & { readonly strongShare: number })[];
}

/** How much is asked of late, and how long the answers are. */
export interface Pace {
  readonly callsPerDay: number;
  /** The mean call that each side answered; where one has answered none, the mean of all. */
  readonly usage: Pair<Usage>;
}

const day = 86_400_000;

/** Calls of so many days make the pace. */
const paceDays = 30;

/** A month, in days. */
const month = 30;

/**
 * The pace of the last 30 days, or of those since the first call. Practice does not count.
 *
 * @param tallies of the whole ledger
 * @param today YYYY-MM-DD where the user is
 * @param now milliseconds since the epoch
 * @returns undefined without a call in that time
 */
export function paceOf(tallies: readonly Tally[], today: string, now: number): Pace | undefined {
  const range = { from: daysBefore(today, paceDays - 1), to: today };
  const cells = tallies.flatMap(({ cells }) =>
    cells.filter(({ kind, day }) => kind === 'call' && isWithin(day, range)),
  );
  const all = meanUsage(cells);
  if (all === undefined) return undefined;
  const of = (side: Side) => meanUsage(cells.filter((cell) => cell.side === side)) ?? all;
  const first = Math.min(...tallies.flatMap(({ firstCall }) => (firstCall ? [Date.parse(firstCall)] : [])));
  const days = Math.min(paceDays, Math.max(1, (now - first) / day));
  return { callsPerDay: countCalls(cells) / days, usage: { strong: of('strong'), weak: of('weak') } };
}

function countCalls(cells: readonly Cell[]): number {
  return cells.reduce((sum, { sums }) => sum + sums.calls, 0);
}

function meanUsage(cells: readonly Cell[]): Usage | undefined {
  const calls = countCalls(cells);
  if (calls === 0) return undefined;
  const mean = (name: 'inputTokens' | 'cachedInputTokens' | 'outputTokens') =>
    cells.reduce((sum, { sums }) => sum + sums[name], 0) / calls;
  return {
    inputTokens: mean('inputTokens'),
    cachedInputTokens: mean('cachedInputTokens'),
    outputTokens: mean('outputTokens'),
    source: 'estimated',
  };
}

/** What a forecast is made from. */
export interface ForecastBasis {
  /** What thresholds are taken from; undefined before the router is loaded. */
  readonly calibration: Calibration | undefined;
  readonly pace: Pace | undefined;
  /** The user's two models; undefined without any. */
  readonly pair: Pair<ModelRef> | undefined;
  readonly costOf: CostOf;
  readonly curve: QualityCurve | undefined;
}

/** @param strongShare the stop, in [0, 1] */
export function forecastStop(
  strongShare: number,
  { calibration, pace, pair, costOf, curve }: ForecastBasis,
): StopForecast {
  const sent =
    calibration === undefined
      ? strongShare
      : shareForThreshold(calibration, thresholdForShare(calibration, strongShare));
  return {
    strongShare: sent,
    monthlyCost: pace && pair ? monthlyCost(sent, pace, pair, costOf) : 'no-calls',
    quality: curve && qualityAt(sent, curve),
  };
}

function monthlyCost(
  strongShare: number,
  { callsPerDay, usage }: Pace,
  pair: Pair<ModelRef>,
  costOf: CostOf,
): number | 'unknown-price' {
  const strong = costOf(pair.strong, usage.strong);
  const weak = costOf(pair.weak, usage.weak);
  // What is never asked costs nothing, whatever its price.
  if ((strong === undefined && strongShare > 0) || (weak === undefined && strongShare < 1)) {
    return 'unknown-price';
  }
  const perCall = strongShare * (strong ?? 0) + (1 - strongShare) * (weak ?? 0);
  return month * callsPerDay * perCall;
}

/** What the router kept in tests at a share between two of the curve's. */
export function qualityAt(strongShare: number, { points }: QualityCurve): QualityEstimate | undefined {
  const above = points.findIndex((point) => point.strongShare >= strongShare);
  const to = points[above];
  if (to === undefined) return undefined;
  const from = points[above - 1] ?? to;
  const along =
    to.strongShare === from.strongShare
      ? 0
      : (strongShare - from.strongShare) / (to.strongShare - from.strongShare);
  const between = (of: (point: QualityEstimate) => number) => of(from) + along * (of(to) - of(from));
  return {
    pgr: between((point) => point.pgr),
    low: between((point) => point.low),
    high: between((point) => point.high),
  };
}

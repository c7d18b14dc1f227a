import type { Benchmark } from './benchmark';
import { pairScores, type RoutedRow } from './metrics';

/** The paper's metrics as RouteLLM's own evaluation takes them, on eleven points instead of the whole curve. */
export interface GridMetrics {
  readonly apgr: number;
  /** CPT(50 %) and CPT(80 %), in per cent of calls. */
  readonly cpt50: number;
  readonly cpt80: number;
  /** Where RouteLLM would have failed or given no certain number, and what was done instead. */
  readonly notes: readonly string[];
}

interface GridPoint {
  /** In per cent of calls. */
  readonly strongShare: number;
  readonly score: number;
}

const bins = 10;

/**
 * Measures a router as RouteLLM's evaluation does: thresholds at the edges of ten equally filled bins of its win rates,
 * the strong model for a win rate that reaches the threshold (that exceeds it, for the highest edge), the area under the
 * line through those points, and CPT by linear interpolation from score to share. Scores are in per cent where RouteLLM
 * has them so, and edges are computed in its order of operations, so that equal numbers stay equal.
 *
 * @param rows at least one, the strong model scoring higher than the weak one
 */
export function routellmGrid(rows: readonly RoutedRow[], scale: Benchmark['scale']): GridMetrics {
  const unit = scale === 'accuracy' ? 100 : 1;
  const { strong, weak } = pairScores(rows);
  const ends = { strong: strong * unit, weak: weak * unit };
  const { points, notes: edgeNotes } = gridPoints(rows, ends, unit);
  const scores = points.map(({ score }) => score);
  const rises = scores.every((score, index) => score >= (scores[index - 1] ?? score) - rounding);
  const cpt = (x: number) => {
    const target = x * (ends.strong - ends.weak) + ends.weak;
    return rises ? interpolate(points, target) : firstCrossing(points, target);
  };
  return {
    apgr: (area(points) - ends.weak) / (ends.strong - ends.weak),
    cpt50: cpt(0.5),
    cpt80: cpt(0.8),
    notes: rises
      ? edgeNotes
      : [...edgeNotes, 'the score falls between two thresholds, so CPT is where it is first reached'],
  };
}

/** Differences that only the order of summation makes. */
const rounding = 1e-9;

function gridPoints(
  rows: readonly RoutedRow[],
  ends: { readonly strong: number; readonly weak: number },
  unit: number,
): { readonly points: readonly GridPoint[]; readonly notes: readonly string[] } {
  const edges = quantileEdges(rows.map(({ winRate }) => winRate));
  const distinct = edges.filter((edge, index) => edge !== edges[index - 1]);
  if (distinct.length === 1) {
    return {
      points: [
        { strongShare: 0, score: ends.weak },
        { strongShare: 100, score: ends.strong },
      ],
      notes: ['every prompt has one win rate, so there is no threshold between none and all'],
    };
  }
  const points = distinct.map((edge, index) => {
    const isLast = index === distinct.length - 1;
    const goesStrong = ({ winRate }: RoutedRow) => (isLast ? winRate > edge : winRate >= edge);
    const score = rows.reduce((sum, row) => sum + (goesStrong(row) ? row.strongScore : row.weakScore), 0);
    return {
      strongShare: (rows.filter(goesStrong).length / rows.length) * 100,
      score: (score / rows.length) * unit,
    };
  });
  const tied = edges.length - distinct.length;
  return {
    points: points.reverse(),
    notes: tied === 0 ? [] : [`${tied} of ${edges.length} thresholds are tied with another and merged`],
  };
}

/**
 * Eleven edges: quantiles at 0, 0.1, … 1, between two ranks by linear interpolation. Where a rank is whole, whether its
 * own prompt reaches the edge hangs on the last bit, so the operations are those of pandas, by way of per cent.
 */
function quantileEdges(winRates: readonly number[]): number[] {
  const ascending = winRates.toSorted((a, b) => a - b);
  return Array.from({ length: bins + 1 }, (_, bin) => {
    const percent = bin === bins ? 100 : bin * (1 / bins) * 100;
    const rank = (percent / 100) * (ascending.length - 1);
    const below = ascending[Math.floor(rank)] ?? 0;
    const above = ascending[Math.ceil(rank)] ?? below;
    const part = rank - Math.floor(rank);
    const step = above - below;
    return part < 0.5 ? below + step * part : above - step * (1 - part);
  });
}

/** The trapezoids under the points, over shares from 0 to 1. */
function area(points: readonly GridPoint[]): number {
  return segments(points).reduce(
    (sum, [from, to]) => sum + ((from.score + to.score) / 2) * ((to.strongShare - from.strongShare) / 100),
    0,
  );
}

/** The share at a score, on a line that never falls: on a level stretch its end. */
function interpolate(points: readonly GridPoint[], target: number): number {
  const last = points.findLastIndex(({ score }) => score <= target);
  const from = points[last];
  const to = points[last + 1];
  if (from === undefined) return points[0]?.strongShare ?? 0;
  if (to === undefined || from.score === target) return from.strongShare;
  return between(from, to, target);
}

function firstCrossing(points: readonly GridPoint[], target: number): number {
  const crossing = segments(points).find(([, to]) => to.score >= target);
  return crossing === undefined ? 100 : between(...crossing, target);
}

function between(from: GridPoint, to: GridPoint, target: number): number {
  const slope = (to.strongShare - from.strongShare) / (to.score - from.score);
  return slope * (target - from.score) + from.strongShare;
}

function segments(points: readonly GridPoint[]): (readonly [GridPoint, GridPoint])[] {
  return points.slice(1).map((to, index) => [points[index] ?? to, to] as const);
}

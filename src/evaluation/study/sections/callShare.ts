import { type CurvePoint, recoveryCurve } from '../../metrics';
import { figuresOf, type MeasuredBenchmark } from '../measurement';
import type { Section } from '../page';
import { type QualityLine, type QualityPoint, qualityPlot } from '../qualityPlot';
import { titleWithCount } from '../wording';

/** Shares at which a line is drawn. */
const steps = 100;

/** Appendix F: what each router gets for how many calls, a plot for each benchmark. */
export function callSharePlots(
  measured: readonly MeasuredBenchmark[],
  routerNames: readonly string[],
  baselineNames: readonly string[],
): Section {
  return {
    title: 'Appendix F: quality against calls to the strong model',
    blocks: [
      {
        kind: 'text',
        text: 'Solid lines are routers, broken ones baselines. A line that bends up and to the left gets more for fewer calls. A router that was measured on a sample is drawn by the share of the gap it recovers there.',
      },
      ...measured.map((one) => ({
        kind: 'plot' as const,
        plot: qualityPlot(
          `quality-${one.benchmark.name}`,
          titleWithCount(one.benchmark.title, one.whole.result.n),
          one.benchmark.scale === 'grade' ? 'mean mark (1 to 10)' : 'mean score (%)',
          [
            ...routerNames.flatMap((name) => lineOf(one, name, 'router')),
            ...baselineNames.flatMap((name) => lineOf(one, name, 'baseline')),
          ],
        ),
      })),
    ],
  };
}

function lineOf(measured: MeasuredBenchmark, name: string, role: QualityLine['role']): QualityLine[] {
  const points = qualityPointsOf(measured, name);
  const measurement = figuresOf(measured, name)?.measurement;
  if (points === undefined || measurement === undefined) return [];
  const isWhole = measurement === measured.whole;
  return [{ label: isWhole ? name : titleWithCount(name, measurement.result.n), role, points }];
}

/**
 * What a router gets at each per cent of calls: the share of the gap that it recovers, between the two models' scores on all
 * rows. Undefined for one that was not measured.
 */
export function qualityPointsOf(
  measured: MeasuredBenchmark,
  name: string,
): readonly QualityPoint[] | undefined {
  const figures = figuresOf(measured, name);
  if (figures === undefined) return undefined;
  const { strong, weak } = measured.whole.result;
  const unit = measured.benchmark.scale === 'grade' ? 1 : 100;
  const curve = recoveryCurve(figures.ranking.rows);
  return Array.from({ length: steps + 1 }, (_, step) => ({
    share: step / steps,
    quality: unit * (weak + recoveredAt(curve, step / steps) * (strong - weak)),
  }));
}

/** PGR at a share, on the straight line between two points of the curve. */
function recoveredAt(curve: readonly CurvePoint[], share: number): number {
  const next = curve.findIndex(({ strongShare }) => strongShare >= share);
  const to = curve[next];
  const from = curve[next - 1];
  if (to === undefined) return 1;
  if (from === undefined) return to.pgr;
  const part = (share - from.strongShare) / (to.strongShare - from.strongShare);
  return from.pgr + part * (to.pgr - from.pgr);
}

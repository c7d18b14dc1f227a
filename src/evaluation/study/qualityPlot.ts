import { type Plot, plotConfig, roundForPlot } from './plot';

/** A line of call share against quality. */
export interface QualityLine {
  readonly label: string;
  readonly role: 'router' | 'baseline';
  /** Ascending shares in [0, 1]. */
  readonly points: readonly QualityPoint[];
}

export interface QualityPoint {
  readonly share: number;
  /** In the unit of the vertical axis. */
  readonly quality: number;
}

interface Stroke {
  readonly colour: string;
  readonly dash: readonly number[];
}

/** Okabe and Ito's colours, which people with any kind of sight can tell apart, in the order in which routers take them. */
const routerColours = ['#0072B2', '#D55E00', '#009E73', '#CC79A7', '#E69F00', '#56B4E9', '#000000'];

/** Unbroken lines first, then long dashes. */
const routerStrokes: readonly Stroke[] = [
  [1, 0],
  [14, 3],
].flatMap((dash) => routerColours.map((colour) => ({ colour, dash })));

const baselineStrokes: readonly Stroke[] = [
  { colour: '#777777', dash: [2, 3] },
  { colour: '#8A6D3B', dash: [7, 4] },
  { colour: '#777777', dash: [9, 3, 2, 3] },
  { colour: '#AAAAAA', dash: [5, 2] },
];

/**
 * What is got for how many calls to the strong model (paper, Appendix F).
 *
 * @param quality what stands at the vertical axis, with its unit
 */
export function qualityPlot(
  name: string,
  title: string,
  quality: string,
  lines: readonly QualityLine[],
): Plot {
  const domain = lines.map(({ label }) => label);
  const strokes = strokesOf(lines);
  const values = lines.flatMap(({ label, points }) =>
    points.map((point) => ({
      label,
      share: roundForPlot(100 * point.share),
      quality: roundForPlot(point.quality),
    })),
  );
  return {
    name,
    title,
    spec: {
      title,
      width: 560,
      height: 380,
      padding: 12,
      config: plotConfig,
      data: { values },
      mark: { type: 'line', strokeWidth: 2, strokeJoin: 'round' },
      encoding: {
        x: {
          field: 'share',
          type: 'quantitative',
          title: 'calls to the strong model (%)',
          scale: { domain: [0, 100], nice: false },
        },
        y: { field: 'quality', type: 'quantitative', title: quality, scale: { zero: false } },
        color: {
          field: 'label',
          type: 'nominal',
          scale: { domain, range: strokes.map(({ colour }) => colour) },
          legend: { title: null, symbolStrokeWidth: 2.5, symbolSize: 500, labelLimit: 0 },
        },
        strokeDash: {
          field: 'label',
          type: 'nominal',
          scale: { domain, range: strokes.map(({ dash }) => [...dash]) },
          legend: { title: null, labelLimit: 0 },
        },
      },
    },
  };
}

function strokesOf(lines: readonly QualityLine[]): readonly Stroke[] {
  const left = { router: [...routerStrokes], baseline: [...baselineStrokes] };
  return lines.map(({ label, role }) => {
    const stroke = left[role].shift();
    if (stroke === undefined) throw new RangeError(`There is no colour left for "${label}".`);
    return stroke;
  });
}

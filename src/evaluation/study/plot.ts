import type { TopLevelSpec } from 'vega-lite';

/** A picture of the study, drawn as `<name>.svg` and `<name>.png`. */
export interface Plot {
  readonly name: string;
  readonly title: string;
  readonly spec: TopLevelSpec;
}

/** The look that all plots share. The font is followed by one that has about its widths. */
export const plotConfig: TopLevelSpec['config'] = {
  background: 'white',
  font: 'DejaVu Sans, Verdana, sans-serif',
  axis: { labelFontSize: 12, titleFontSize: 13, titleFontWeight: 'normal', gridColor: '#E8E8E8' },
  legend: { labelFontSize: 12, titleFontSize: 12, titleFontWeight: 'normal' },
  title: { fontSize: 15, anchor: 'start', offset: 12 },
  header: { labelFontSize: 12 },
  view: { stroke: '#CCCCCC' },
};

/** Fewer digits than a pixel needs, so that files stay small and the same. */
export function roundForPlot(value: number): number {
  return Number(value.toPrecision(5));
}

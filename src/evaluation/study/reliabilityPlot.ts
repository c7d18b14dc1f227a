import { type Plot, plotConfig, roundForPlot } from './plot';
import { type Forecast, reliabilityBins } from './reliability';

/** Forecasts on prompts of one source. */
export interface ForecastSource {
  readonly source: string;
  readonly forecasts: readonly Forecast[];
}

const colour = '#0072B2';

/** How often the strong model really won, for the win rates in each tenth; on the diagonal they are right. */
export function reliabilityPlot(name: string, title: string, sources: readonly ForecastSource[]): Plot {
  const values = sources.flatMap(({ source, forecasts }) =>
    reliabilityBins(forecasts).map(({ count, meanWinRate, meanOutcome }) => ({
      source,
      winRate: roundForPlot(meanWinRate),
      outcome: roundForPlot(meanOutcome),
      share: roundForPlot(count / forecasts.length),
    })),
  );
  const x = axis('winRate', 'win rate');
  const y = axis('outcome', 'won, ties half');
  return {
    name,
    title,
    spec: {
      title,
      padding: 12,
      config: plotConfig,
      data: { values },
      facet: { field: 'source', type: 'nominal', title: null, sort: sources.map(({ source }) => source) },
      columns: 4,
      spec: {
        width: 150,
        height: 150,
        layer: [
          {
            data: {
              values: [
                { winRate: 0, outcome: 0 },
                { winRate: 1, outcome: 1 },
              ],
            },
            mark: { type: 'line', strokeDash: [4, 4], color: '#999999', strokeWidth: 1 },
            encoding: { x, y },
          },
          { mark: { type: 'line', color: colour, strokeWidth: 1.5 }, encoding: { x, y } },
          {
            mark: { type: 'point', filled: true, opacity: 1, color: colour },
            encoding: {
              x,
              y,
              size: {
                field: 'share',
                type: 'quantitative',
                scale: { domain: [0, 1], range: [10, 260] },
                legend: { title: 'prompts', values: [0.1, 0.5, 1], format: '.0%' },
              },
            },
          },
        ],
      },
    },
  };
}

function axis(field: string, title: string) {
  return {
    field,
    type: 'quantitative' as const,
    title,
    scale: { domain: [0, 1], nice: false },
    axis: { values: [0, 0.25, 0.5, 0.75, 1], format: '.2~f' },
  };
}

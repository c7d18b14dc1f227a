import { type Block, noFigure, type Section } from '../page';
import { expectedCalibrationError, type Forecast, reliabilityBins } from '../reliability';
import { reliabilityPlot } from '../reliabilityPlot';
import { wordCount, wordFigure, wordList } from '../wording';

/** The largest calibration error that is good enough, on each source. */
const goal = 0.05;

/** What every router forecast on one source, and what it was of. */
export interface SourceForecasts {
  readonly source: string;
  readonly pair: string;
  readonly n: number;
  readonly byRouter: ReadonlyMap<string, readonly Forecast[] | undefined>;
}

/**
 * Whether a win rate of 0.7 wins seven times in ten.
 *
 * @param left sources without models near the pair
 */
export function calibrationTable(
  sources: readonly SourceForecasts[],
  left: readonly string[],
  routerNames: readonly string[],
): Section {
  const errorOf = (router: string, { byRouter }: SourceForecasts) => {
    const forecasts = byRouter.get(router);
    return forecasts && expectedCalibrationError(reliabilityBins(forecasts));
  };
  const verdict = (router: string) => {
    const met = sources.filter((source) => (errorOf(router, source) ?? 1) <= goal);
    return `\`${router}\` meets it on ${met.length} of ${sources.length}`;
  };
  const plots = routerNames.map((router): Block => {
    const drawn = sources.flatMap(({ source, byRouter }) => {
      const forecasts = byRouter.get(router);
      return forecasts === undefined ? [] : [{ source, forecasts }];
    });
    return {
      kind: 'plot',
      plot: reliabilityPlot(`reliability-${router}`, `Reliability of ${router}`, drawn),
    };
  });
  return {
    title: 'Calibration: is a win rate a probability?',
    blocks: [
      {
        kind: 'text',
        text:
          'The expected calibration error, over ten equal bins of the win rate: how far the win rate lies from how often the ' +
          'strong model really won, a tie counting half. On a few dozen prompts chance alone makes it larger. The contest is that of the pair the weights were trained for; a source ' +
          'that lacks one of the two has its nearest kin among the models that most of its rows have. ' +
          `No such models: ${wordList(left) || 'none'}. Goal: at most ${goal} on each source: ${wordList(routerNames.map(verdict))}.`,
      },
      {
        kind: 'table',
        columns: ['source', 'contest', 'n', ...routerNames],
        rows: sources.map((source) => [
          source.source,
          source.pair,
          wordCount(source.n),
          ...routerNames.map((router) => {
            const error = errorOf(router, source);
            if (error === undefined) return noFigure;
            const sampled = source.byRouter.get(router)?.length ?? source.n;
            const note = sampled < source.n ? ` (n = ${wordCount(sampled)})` : '';
            return `${error <= goal ? `**${wordFigure(error, 3)}**` : wordFigure(error, 3)}${note}`;
          }),
        ]),
      },
      {
        kind: 'text',
        text: 'Bold: the goal is met. The plots show each bin as a point, as large as its share of the prompts.',
      },
      ...plots,
    ],
  };
}

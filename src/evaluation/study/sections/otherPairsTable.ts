import { figuresOf, type MeasuredBenchmark } from '../measurement';
import { leastGap, leastRows, type OtherPairBenchmark } from '../otherPairs';
import { noFigure, type Section } from '../page';
import { paperOtherPairs } from '../paperFigures';
import { wordCount, wordFigure, wordInterval, wordShare } from '../wording';

/** Table 4: the same weights for pairs of models that they were not trained for. */
export function otherPairsTable(
  measured: readonly { readonly found: OtherPairBenchmark; readonly one: MeasuredBenchmark }[],
  routerNames: readonly string[],
  baselineNames: readonly string[],
): Section {
  return {
    title: 'Table 4: other pairs, without retraining',
    blocks: [
      {
        kind: 'text',
        text:
          `APGR with its 95 % interval on the \`test\` rows of outcome files; nothing was retrained or recalibrated. Of each pair all ` +
          `files are shown where both models have at least ${leastRows} rows and the strong one scores at least ${100 * leastGap} points ` +
          `more. The paper's are on MT-Bench, for which there are no answers of these models here: ${paperOtherPairs
            .map(({ pair, apgr }) => `${pair} ${wordFigure(apgr, 3)}`)
            .join(', ')} (best of its routers).`,
      },
      {
        kind: 'table',
        columns: ['pair', 'tasks', 'n', 'strong', 'weak', ...routerNames, ...baselineNames],
        rows: measured.map(({ found, one }) => {
          const { n, strong, weak } = one.whole.result;
          return [
            found.pair.title,
            found.source,
            wordCount(n),
            wordShare(strong),
            wordShare(weak),
            ...[...routerNames, ...baselineNames].map((name) => cellOf(one, name)),
          ];
        }),
      },
    ],
  };
}

function cellOf(measured: MeasuredBenchmark, name: string): string {
  const figures = figuresOf(measured, name);
  if (figures === undefined) return noFigure;
  const { measurement, result } = figures;
  const sample = measurement === measured.whole ? '' : `, n = ${wordCount(measurement.result.n)}`;
  return `${wordFigure(result.apgr, 3)} (${wordInterval(result.apgrInterval, 2)}${sample})`;
}

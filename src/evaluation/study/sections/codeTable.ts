import { meanEstimates } from '../../apgrEstimates';
import { averageResults } from '../../meanResult';
import { beatenBy, figuresOf, type MeasuredBenchmark } from '../measurement';
import { noFigure, type Section } from '../page';
import { type Augmentation, augmentations, augmentationTitle, labelOf } from '../studyRouter';
import { titleWithCount, wordFigure, wordInterval, wordList } from '../wording';
import { missingRow } from './paperTables';

/** The code sets beside each other and their mean, which the paper has nothing to compare with. */
export function codeTable(
  measured: readonly MeasuredBenchmark[],
  routerNames: readonly string[],
  baselineNames: readonly string[],
): Section {
  const estimates = meanEstimates(measured.map(({ whole }) => whole.estimates));
  const means = averageResults(measured.map(({ whole }) => whole)).routers;
  const row = (label: string, name: string, trainedOn: string): string[] => {
    const mean = means.find(({ router }) => router === label);
    return [
      name,
      trainedOn,
      ...measured.map((one) => wordFigure(figuresOf(one, label)?.result.apgr, 3)),
      wordFigure(mean?.apgr, 3),
      wordInterval(mean?.apgrInterval),
      wordList(beatenBy(estimates, label, baselineNames)) || noFigure,
    ];
  };
  return {
    title: 'Code',
    blocks: [
      {
        kind: 'text',
        text:
          `APGR on the \`test\` rows of three sets of coding tasks and its mean, each set counting the same: ` +
          `${wordList(measured.map(({ benchmark }) => benchmark.title))}. The paper has no such table.`,
      },
      {
        kind: 'table',
        columns: [
          'router',
          'trained on',
          ...measured.map(({ benchmark, whole }) => titleWithCount(benchmark.title, whole.result.n)),
          'mean',
          '95 % interval of the mean',
          'beats, by the mean',
        ],
        rows: [
          ...routerNames.flatMap((name) => {
            const isThere = (augmentation: Augmentation) =>
              means.some(({ router }) => router === labelOf({ name, augmentation }));
            const missing = augmentations.filter((augmentation) => !isThere(augmentation));
            return [
              ...missingRow(name, missing.map(augmentationTitle), measured.length + 5),
              ...augmentations
                .filter(isThere)
                .map((augmentation) =>
                  row(labelOf({ name, augmentation }), name, augmentationTitle(augmentation)),
                ),
            ];
          }),
          ...baselineNames.map((name) => row(name, `*${name}*`, noFigure)),
        ],
      },
    ],
  };
}

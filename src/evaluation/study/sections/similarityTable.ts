import { correlation, datasetSimilarity } from '../../similarity';
import { figuresOf, type MeasuredBenchmark } from '../measurement';
import { noFigure, type Section } from '../page';
import { paperSimilarity } from '../paperFigures';
import { type Augmentation, augmentations, augmentationTitle, labelOf } from '../studyRouter';
import { partsOf, type TrainingPartName } from '../trainingParts';
import { titleWithCount, wordFigure } from '../wording';

/** For each part of the training data, the highest cosine of each of a benchmark's prompts with one of its prompts. */
export type Nearness = Readonly<Record<TrainingPartName, readonly number[]>>;

type WithPrompts = Exclude<Augmentation, 'labels'>;

const withPrompts = augmentations.filter(
  (augmentation): augmentation is WithPrompts => augmentation !== 'labels',
);

/** The highest cosine of each prompt with any training prompt of an augmentation. */
export function nearnessTo(nearness: Nearness, augmentation: WithPrompts): readonly number[] {
  const parts = partsOf(augmentation).map((part) => nearness[part]);
  return nearness.base.map((_, index) => Math.max(...parts.map((part) => part[index] ?? -1)));
}

/** Table 5: how near a benchmark is to the training data, and whether routers do better where it is nearer. */
export function similarityTable(
  measured: readonly { readonly one: MeasuredBenchmark; readonly nearness: Nearness }[],
  routerNames: readonly string[],
): Section {
  const similarityOf = (nearness: Nearness, augmentation: WithPrompts) =>
    datasetSimilarity(nearnessTo(nearness, augmentation));
  return {
    title: 'Table 5: similarity of training data and benchmark',
    blocks: [
      {
        kind: 'text',
        text:
          'S(B, D): the mean over the benchmark’s prompts of the highest cosine, by the embeddings of the bundled encoder, with a ' +
          "training prompt; judged prompts, which are kept without their text, are left out. The paper's values are by another encoder and for other data.",
      },
      {
        kind: 'table',
        columns: ['benchmark', ...withPrompts.map(augmentationTitle), 'paper: base', 'paper: augmented'],
        rows: measured.map(({ one: { benchmark, whole }, nearness }) => [
          titleWithCount(benchmark.title, whole.result.n),
          ...withPrompts.map((augmentation) => wordFigure(similarityOf(nearness, augmentation), 4)),
          wordFigure(paperSimilarity[benchmark.name]?.base, 4),
          wordFigure(paperSimilarity[benchmark.name]?.augmented, 4),
        ]),
      },
      {
        kind: 'text',
        text:
          "Pearson's correlation of S(B, D) with APGR, a pair of figures for each benchmark and each training data a router has " +
          'weights for. Few points: read it as a hint.',
      },
      {
        kind: 'table',
        columns: ['router', 'correlation', 'points'],
        rows: routerNames.map((name) => {
          const pairs = measured.flatMap(({ one, nearness }) =>
            withPrompts.flatMap((augmentation) => {
              const apgr = figuresOf(one, labelOf({ name, augmentation }))?.result.apgr;
              return apgr === undefined ? [] : [[similarityOf(nearness, augmentation), apgr] as const];
            }),
          );
          return [
            name,
            wordFigure(correlation(pairs), 2),
            pairs.length === 0 ? noFigure : String(pairs.length),
          ];
        }),
      },
    ],
  };
}

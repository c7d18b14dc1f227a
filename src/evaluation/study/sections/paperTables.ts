import { randomBaseline } from '../../baselines/random';
import { differenceInterval, type Interval } from '../../uncertainty';
import { beatenBy, type Figures, figuresOf, type MeasuredBenchmark } from '../measurement';
import { noFigure, type Section } from '../page';
import { benchmarkSizes, paperBaseApgr, paperRows } from '../paperFigures';
import { augmentations, augmentationTitle, labelOf } from '../studyRouter';
import { wordCount, wordFigure, wordInterval, wordList, wordShare } from '../wording';

const columns = [
  'router',
  'trained on',
  'n',
  'CPT(50 %)',
  'CPT(80 %)',
  'APGR',
  '95 % interval',
  'lift over base, 95 % interval',
  'beats',
];

/** Tables 1 to 3: a section for each of the paper's benchmarks, in its order. */
export function paperTables(
  measured: readonly MeasuredBenchmark[],
  routerNames: readonly string[],
  baselineNames: readonly string[],
): readonly Section[] {
  return measured.map((one, index) => ({
    title: `Table ${index + 1}: ${one.benchmark.title}`,
    blocks: [
      { kind: 'text', text: describe(one) },
      {
        kind: 'table',
        columns,
        rows: [
          ...routerNames.flatMap((name) => routerRows(one, name, baselineNames)),
          ...baselineNames.map((name) => baselineRow(one, name)),
          ...(paperRows[one.benchmark.name] ?? []).map((row) => [
            `paper: ${row.router}`,
            'other training data',
            noFigure,
            `${row.cpt50.toFixed(2)} %`,
            `${row.cpt80.toFixed(2)} %`,
            wordFigure(row.apgr, 3),
            noFigure,
            noFigure,
            noFigure,
          ]),
        ],
      },
    ],
  }));
}

function describe({ benchmark, whole }: MeasuredBenchmark): string {
  const { n, excluded, strong, weak } = whole.result;
  const score = (value: number) => (benchmark.scale === 'grade' ? value.toFixed(2) : wordShare(value, 2));
  const base = paperBaseApgr[benchmark.name];
  const size = benchmarkSizes[benchmark.name];
  const ofAll = size === undefined ? '' : ` of the benchmark's ${wordCount(size)}`;
  return [
    `gpt-4-1106-preview against mixtral-8x7b on ${wordCount(n)} prompts${ofAll}: ${score(strong)} against ${score(weak)}.`,
    `Left out: ${excluded.trainedOn} prompts that weights were trained on, ${excluded.contaminated} that RouteLLM found in its own training data.`,
    'The paper trained on other data and measured on all questions but those it left out: its rows are for orientation.',
    ...(base === undefined
      ? []
      : [`Its best without any augmentation: ${base.router}, APGR ${wordFigure(base.apgr, 3)}.`]),
  ].join(' ');
}

/** A row for each training data that there are weights of, and one of dashes for the others. */
function routerRows(measured: MeasuredBenchmark, name: string, baselineNames: readonly string[]): string[][] {
  const base = figuresOf(measured, labelOf({ name, augmentation: 'base' }));
  const missing: string[] = [];
  const rows: string[][] = [];
  for (const augmentation of augmentations) {
    const trainedOn = augmentationTitle(augmentation);
    const figures = figuresOf(measured, labelOf({ name, augmentation }));
    if (figures === undefined) {
      missing.push(trainedOn);
      continue;
    }
    const lift = augmentation === 'base' ? undefined : differenceOf(figures, base);
    const beaten = beatenBy(figures.measurement.estimates, figures.ranking.name, baselineNames);
    rows.push([name, trainedOn, ...cellsOf(figures), wordInterval(lift), wordList(beaten) || noFigure]);
  }
  return [...missingRow(name, missing, columns.length), ...rows];
}

/** The row of a router for training data that it has no weights of. */
export function missingRow(name: string, missing: readonly string[], width: number): string[][] {
  if (missing.length === 0) return [];
  return [[name, missing.join('; '), ...Array.from({ length: width - 2 }, () => noFigure)]];
}

function baselineRow(measured: MeasuredBenchmark, name: string): string[] {
  const figures = figuresOf(measured, name);
  const cells = figures === undefined ? columns.slice(2, 7).map(() => noFigure) : cellsOf(figures);
  return [`*${name}*`, noFigure, ...cells, noFigure, noFigure];
}

function cellsOf({ measurement, result }: Figures): string[] {
  const { cpt50, cpt80, apgr, apgrInterval } = result;
  return [
    wordCount(measurement.result.n),
    `${cpt50.toFixed(2)} %`,
    `${cpt80.toFixed(2)} %`,
    wordFigure(apgr, 3),
    wordInterval(apgrInterval),
  ];
}

/** The paired interval of one APGR minus another, where both were measured on the same rows. */
function differenceOf(figures: Figures, other: Figures | undefined): Interval | undefined {
  if (other === undefined || figures.measurement !== other.measurement) return undefined;
  const { byName } = figures.measurement.estimates;
  const [own, theirs] = [byName.get(figures.ranking.name), byName.get(other.ranking.name)];
  return own && theirs && differenceInterval(own, theirs);
}

/** How the rows of a table with baselines are to be read. */
export const baselinesExplained =
  `Baselines, in italics: \`${randomBaseline.name}\` is what coin flips get on average, with the interval that single random ` +
  'routers fall in; `length` sends long prompts to the strong model first; `keywords` counts words such as "prove"; `knn` asks ' +
  'the 100 nearest training prompts what strong models gained there; `oracle` knows the outcome.';

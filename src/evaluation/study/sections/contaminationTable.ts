import { contaminatedCosine } from '../../contamination';
import { type MeasuredBenchmark, measurementOf } from '../measurement';
import { noFigure, type Section } from '../page';
import { wordCount, wordFigure, wordInterval } from '../wording';
import { type Nearness, nearnessTo } from './similarityTable';

export interface CheckedBenchmark {
  readonly one: MeasuredBenchmark;
  readonly nearness: Nearness;
  /** For each of the benchmark's rows, whether a training prompt contains it. */
  readonly contained: readonly boolean[];
}

/** Appendix B: benchmark prompts that lie in the training data, found in two ways, and APGR without them. */
export function contaminationTable(checked: readonly CheckedBenchmark[], router: string): Section {
  return {
    title: 'Contamination (Appendix B)',
    blocks: [
      {
        kind: 'text',
        text:
          `Two searches over every measured prompt and every training prompt: embeddings with a cosine of at least ${contaminatedCosine}, ` +
          'and containment, where the normalised text or at least half of its word 6-grams lie in one training prompt, whatever is ' +
          'written around them (6-grams of the form that more than a tenth of the benchmark’s prompts share do not count). ' +
          `Found prompts stay in the other tables; the last columns give APGR of \`${router}\` with and without them.`,
      },
      {
        kind: 'table',
        columns: [
          'benchmark',
          'n',
          'by embedding',
          'by containment',
          'by either',
          'APGR with them',
          'APGR without them',
          '95 % interval',
        ],
        rows: checked.map((one) => rowOf(one, router)),
      },
    ],
  };
}

function rowOf({ one, nearness, contained }: CheckedBenchmark, router: string): string[] {
  const { benchmark, whole } = one;
  const near = nearnessTo(nearness, 'all').map((cosine) => cosine >= contaminatedCosine);
  const found = contained.map((isContained, index) => isContained || near[index] === true);
  const count = (marks: readonly boolean[]) => marks.filter(Boolean).length;
  const counts = [whole.result.n, count(near), count(contained), count(found)];
  const apgr = whole.result.routers.find((result) => result.router === router)?.apgr;
  return [
    benchmark.title,
    ...counts.map(wordCount),
    wordFigure(apgr, 3),
    ...(count(found) === 0 ? [noFigure, noFigure] : withoutThem(one, found, router)),
  ];
}

function withoutThem({ whole }: MeasuredBenchmark, found: readonly boolean[], router: string): string[] {
  const isKept = (_: unknown, index: number) => found[index] !== true;
  const rows = whole.scored.rows.filter(isKept);
  const gain = rows.reduce((sum, row) => sum + row.strongScore - row.weakScore, 0);
  if (gain <= 0) return [noFigure, noFigure];
  const { result } = measurementOf({
    ...whole.scored,
    rows,
    rankings: whole.scored.rankings.map((ranking) => ({ ...ranking, rows: ranking.rows.filter(isKept) })),
  });
  const figures = result.routers.find((one) => one.router === router);
  return [wordFigure(figures?.apgr, 3), wordInterval(figures?.apgrInterval)];
}

import { averageResults } from '../../meanResult';
import { figuresOf, type MeasuredBenchmark } from '../measurement';
import { noFigure, type Section } from '../page';
import { titleWithCount, wordFigure, wordInterval, wordMet } from '../wording';

/** Exact APGR that the default router was built to reach, as a point estimate. */
const goals: Readonly<Record<string, number>> = { 'mt-bench': 0.82, mmlu: 0.65, gsm8k: 0.63 };
const codeGoal = 0.62;

/** One router against its goals and against the best of the paper. */
export function summaryTable(
  router: string,
  paper: readonly MeasuredBenchmark[],
  code: readonly MeasuredBenchmark[],
): Section {
  const rows = paper.map((one) => {
    const figures = figuresOf(one, router);
    const title = titleWithCount(one.benchmark.title, figures?.measurement.result.n ?? 0);
    return rowOf(title, figures?.result, goals[one.benchmark.name], one.benchmark.paperApgr);
  });
  const mean =
    code.length === 0
      ? undefined
      : averageResults(code.map(({ whole }) => whole)).routers.find((one) => one.router === router);
  return {
    title: 'In short',
    blocks: [
      {
        kind: 'text',
        text: `Exact APGR of \`${router}\`, the router that Turnout uses unless told otherwise. Goals are point estimates; the intervals say how far chance reaches.`,
      },
      {
        kind: 'table',
        columns: ['benchmark', 'APGR', '95 % interval', 'goal', 'it is', "best of the paper's routers"],
        rows: [...rows, rowOf(`code, mean of ${code.length} sets`, mean, codeGoal, undefined)],
      },
    ],
  };
}

function rowOf(
  title: string,
  result: { readonly apgr: number; readonly apgrInterval: readonly [number, number] } | undefined,
  goal: number | undefined,
  paperApgr: number | undefined,
): string[] {
  return [
    title,
    wordFigure(result?.apgr, 3),
    wordInterval(result?.apgrInterval),
    goal === undefined ? noFigure : `≥ ${goal}`,
    result === undefined || goal === undefined ? noFigure : wordMet(result.apgr >= goal),
    wordFigure(paperApgr, 3),
  ];
}

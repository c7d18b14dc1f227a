import { beats } from '../evaluation/apgrEstimates';
import type { BenchmarkResult, Grid, RouterResult } from '../evaluation/benchmarkResult';
import { benchmarks } from '../evaluation/benchmarks/benchmarkList';
import type { Evaluation } from '../evaluation/evaluate';
import type { MeanResult, MeanRouterResult } from '../evaluation/meanResult';

const legends: Readonly<Record<Grid, string>> = {
  exact:
    'APGR: share of the gap between the two models that is recovered, over every share of calls to the strong model.',
  routellm:
    "APGR and CPT on RouteLLM's own grid: thresholds at the edges of ten equally filled bins of win rates.",
};

const legend = `CPT(x): share of calls to the strong model that recovers x of the gap.
Intervals: 95 %, of the exact APGR, over resampled prompts; for random, over random routers.
Beats: the 95 % interval of the difference on the same resamples lies above 0.
The paper's best: where the interval lies above the APGR of every router in the paper.
`;

/** Words an evaluation for people: a table for each benchmark, and the code sets' mean. */
export function tabulate(
  { benchmarks: results, codeMean }: Evaluation,
  grid: Grid,
  notes: readonly string[],
): string {
  const tables = results.map(describeBenchmark);
  if (codeMean !== undefined) tables.push(describeMean(codeMean));
  return [...tables, ...notes.map((note) => `Note: ${note}\n`), `${legends[grid]}\n${legend}`].join('\n');
}

function describeBenchmark(result: BenchmarkResult): string {
  const { n, available, excluded, strong, weak } = result;
  const benchmark = benchmarks.find(({ name }) => name === result.name);
  const score = (value: number) => (benchmark?.scale === 'grade' ? value.toFixed(2) : percent(value * 100));
  const header = ['router', 'APGR', '95 % interval', 'CPT(50 %)', 'CPT(80 %)', 'beats'];
  return [
    `${benchmark?.title ?? result.name}: ${n} prompts; strong ${score(strong)}, weak ${score(weak)}`,
    ...(n < available ? [`a seeded sample of ${n} of ${available} prompts, the same for every router`] : []),
    `left out: ${excluded.trainedOn} trained on, ${excluded.contaminated} contaminated (RouteLLM's list), ${excluded.unscored} without a score`,
    ...alignCells([header, ...result.routers.map((router) => cellsOf(router, benchmark?.paperApgr))]),
    ...result.notes,
    '',
  ].join('\n');
}

function describeMean({ benchmarks: names, routers }: MeanResult): string {
  const titles = names.map((name) => benchmarks.find((benchmark) => benchmark.name === name)?.title ?? name);
  const header = ['router', 'APGR', '95 % interval', 'beats'];
  const rows = routers.map((router) => [router.router, ...estimateOf(router), beatenBy(router, undefined)]);
  return [`Mean of ${titles.join(', ')}`, ...alignCells([header, ...rows]), ''].join('\n');
}

function cellsOf(result: RouterResult, paperApgr: number | undefined): string[] {
  const { router, cpt50, cpt80 } = result;
  return [router, ...estimateOf(result), percent(cpt50), percent(cpt80), beatenBy(result, paperApgr)];
}

function estimateOf({ apgr, apgrInterval: [low, high] }: MeanRouterResult): [string, string] {
  return [apgr.toFixed(3), `${low.toFixed(3)} to ${high.toFixed(3)}`];
}

/** Against a figure in the paper, whose rows nobody has, only the router's own interval can speak. */
function beatenBy({ lead, apgrInterval: [low] }: MeanRouterResult, paperApgr: number | undefined): string {
  const beaten = [
    ...(beats(lead.random) ? ['random'] : []),
    ...(beats(lead.length) ? ['length'] : []),
    ...(paperApgr !== undefined && low > paperApgr ? ["above the paper's best"] : []),
  ];
  return beaten.length === 0 ? '–' : beaten.join(', ');
}

function percent(value: number): string {
  return `${value.toFixed(2)} %`;
}

/** The first and the last column start their cells on the left, the others end theirs on the right. */
export function alignCells(rows: readonly (readonly string[])[]): string[] {
  const last = (rows[0]?.length ?? 0) - 1;
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows.map((row) => {
    const cells = row.map((cell, column) =>
      column === 0 || column === last ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
    );
    return `  ${cells.join('  ')}`.trimEnd();
  });
}

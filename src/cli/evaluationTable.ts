import { benchmarks } from '../evaluation/benchmarks/benchmarkList';
import type { BenchmarkResult, RouterResult } from '../evaluation/evaluate';

const header = ['router', 'APGR', '95 % interval', 'CPT(50 %)', 'CPT(80 %)'];

const legend = `
APGR: share of the gap between the two models that is recovered, over every share of calls to the strong model.
CPT(x): share of calls to the strong model that recovers x of the gap.
Intervals: over resampled prompts; for random, over random routers.
`;

/** Words the results for people: a table for each benchmark. */
export function tabulate(results: readonly BenchmarkResult[]): string {
  return results.map(describeBenchmark).join('\n') + legend;
}

function describeBenchmark(result: BenchmarkResult): string {
  const { n, excluded, strong, weak } = result;
  const benchmark = benchmarks.find(({ name }) => name === result.name);
  const score = (value: number) => (benchmark?.scale === 'grade' ? value.toFixed(2) : percent(value * 100));
  return [
    `${benchmark?.title ?? result.name}: ${n} prompts; strong ${score(strong)}, weak ${score(weak)}`,
    `left out: ${excluded.trainedOn} trained on, ${excluded.contaminated} contaminated (RouteLLM's list)`,
    ...align([header, ...result.routers.map(cellsOf)]),
    '',
  ].join('\n');
}

function cellsOf({ router, apgr, apgrInterval: [low, high], cpt50, cpt80 }: RouterResult): string[] {
  return [router, apgr.toFixed(3), `${low.toFixed(3)} to ${high.toFixed(3)}`, percent(cpt50), percent(cpt80)];
}

function percent(value: number): string {
  return `${value.toFixed(2)} %`;
}

/** The first column starts its cells on the left, the others end theirs on the right. */
function align(rows: readonly (readonly string[])[]): string[] {
  const widths = header.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .replace(/^/, '  '),
  );
}

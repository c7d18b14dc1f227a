import { TurnoutError } from '../routing/errors';
import type { Benchmark, BenchmarkRow } from './benchmark';
import type { DataFolders } from './dataFolders';
import { pairScores } from './metrics';
import { sampleRows } from './sample';

/** A benchmark's rows, ready to be scored: there are some, and the pair has a gap on them. */
export interface PreparedBenchmark {
  readonly benchmark: Benchmark;
  readonly rows: readonly BenchmarkRow[];
  /** Rows after the exclusions; more than `rows` only where a sample of them was drawn. */
  readonly available: number;
  readonly excluded: Exclusions;
}

export interface Exclusions {
  /** Rows that our own weights were trained on. */
  readonly trainedOn: number;
  /** Rows that RouteLLM leaves out because its training data held them. */
  readonly contaminated: number;
  /** Rows where a model of the pair has no score. */
  readonly unscored: number;
}

export interface PrepareOptions {
  readonly data: DataFolders;
  readonly isTrainedOn: (prompt: string) => boolean;
  /** Draws so many rows, seeded, of a benchmark that has more. */
  readonly sample: number | undefined;
}

/** @throws TurnoutError `bad-input` for files that are missing or malformed, or that give nothing to measure */
export async function prepareBenchmark(
  benchmark: Benchmark,
  { data, isTrainedOn, sample }: PrepareOptions,
): Promise<PreparedBenchmark> {
  const { rows: read, contaminated, unscored } = await benchmark.read(data);
  const untrained = read.filter((row) => !isTrainedOn(row.prompt));
  const excluded = { trainedOn: read.length - untrained.length, contaminated, unscored };
  if (untrained.length === 0) {
    throw new TurnoutError(
      'bad-input',
      `No prompt of ${benchmark.title} is left to measure on: ${excluded.trainedOn} were trained on, ` +
        `${contaminated} are contaminated, ${unscored} lack a score.`,
    );
  }
  const rows = sample === undefined ? untrained : sampleRows(untrained, sample);
  const { strong, weak } = pairScores(rows);
  if (!(strong > weak)) {
    throw new TurnoutError(
      'bad-input',
      `On ${benchmark.title} (${rows.length} prompts) the strong model scores ${strong} and the weak one ${weak}: there is no gap to recover.`,
    );
  }
  return { benchmark, rows, available: untrained.length, excluded };
}

import type { DataFolders } from './dataFolders';

/** One prompt with what each model of the pair scored on it. */
export interface BenchmarkRow {
  readonly prompt: string;
  readonly strongScore: number;
  readonly weakScore: number;
}

/** What a benchmark's files hold once the rows that cannot be measured on are gone. */
export interface BenchmarkRows {
  readonly rows: readonly BenchmarkRow[];
  /** Rows left out because RouteLLM found them in its own training data. */
  readonly contaminated: number;
  /** Rows left out because a model of the pair has no score there. */
  readonly unscored: number;
}

export interface Benchmark {
  /** As on the command line and in JSON. */
  readonly name: string;
  readonly title: string;
  /** `paper`: one of RouteLLM's three. `code`: one of the sets whose mean is reported. `other`: another pair's. */
  readonly group: 'paper' | 'code' | 'other';
  /** `accuracy`: a score is a share, mostly 0 or 1. `grade`: a judge's mark from 1 to 10. */
  readonly scale: 'accuracy' | 'grade';
  /** The best APGR of any router in the paper (tables 1 to 3), where the paper has this benchmark. */
  readonly paperApgr: number | undefined;
  /**
   * Reads the rows to measure on, from RouteLLM's own files or from outcome files, as they are.
   *
   * @throws TurnoutError `bad-input` naming the file, the line where there is one, and what it should hold
   */
  read(data: DataFolders): Promise<BenchmarkRows>;
}

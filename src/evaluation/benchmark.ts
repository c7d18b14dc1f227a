/** One prompt with what each model of the pair scored on it. */
export interface BenchmarkRow {
  readonly prompt: string;
  readonly strongScore: number;
  readonly weakScore: number;
}

/** What a benchmark's files hold once the rows RouteLLM leaves out are gone. */
export interface BenchmarkRows {
  readonly rows: readonly BenchmarkRow[];
  /** Rows left out because RouteLLM found them in its own training data. */
  readonly contaminated: number;
}

export interface Benchmark {
  /** As on the command line and in JSON. */
  readonly name: string;
  readonly title: string;
  /** `accuracy`: a row is right (1) or wrong (0). `grade`: a judge's mark from 1 to 10. */
  readonly scale: 'accuracy' | 'grade';
  /**
   * Reads RouteLLM's own files as they are.
   *
   * @param evals the folder `routellm/evals`
   * @throws TurnoutError `bad-input` naming the file and what it should hold
   */
  read(evals: string): Promise<BenchmarkRows>;
}

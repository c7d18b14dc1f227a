import type { BenchmarkRow } from './benchmark';

/** What a router has to be better than. Not a router: it may know what no router does, such as the outcome. */
export interface Baseline {
  readonly name: string;
  /**
   * By what the baseline orders prompts: the higher, the sooner the strong model answers.
   *
   * @returns any finite number; only the order counts
   */
  score(row: BenchmarkRow): number | Promise<number>;
}

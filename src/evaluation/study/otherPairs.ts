import path from 'node:path';
import type { Benchmark } from '../benchmark';
import { outcomeBenchmark } from '../benchmarks/outcomeBenchmark';
import { listOutcomeFiles, type Outcome, readOutcomes } from '../outcomes';

/** Two models that no router here was trained for as a pair. */
export interface OtherPair {
  readonly title: string;
  readonly strong: string;
  readonly weak: string;
}

/** Claude 3 Opus with a small open model first, then a maker's large model with its own small one. */
const otherPairs: readonly OtherPair[] = [
  { title: 'Claude 3 Opus / Llama 3 8B', strong: 'claude-3-opus-20240229', weak: 'llama-3-8b-instruct' },
  {
    title: 'Claude 3 Opus / Claude 3 Sonnet',
    strong: 'claude-3-opus-20240229',
    weak: 'claude-3-sonnet-20240229',
  },
  { title: 'Llama 3.1 70B / Llama 3.1 8B', strong: 'llama-3.1-70b-instruct', weak: 'llama-3.1-8b-instruct' },
  { title: 'GPT-4o / GPT-4o mini', strong: 'gpt-4o-2024-05-13', weak: 'gpt-4o-mini-2024-07-18' },
  {
    title: 'Claude 3.5 Sonnet / Claude 3.5 Haiku',
    strong: 'claude-3-5-sonnet-20241022',
    weak: 'claude-3-5-haiku-20241022',
  },
  { title: 'Qwen 2.5 72B / Qwen 2.5 7B', strong: 'qwen2.5-72b-instruct', weak: 'qwen2.5-7b-instruct' },
];

/** Fewer rows, or a smaller gap between the two mean scores, would measure chance. */
export const leastRows = 100;
export const leastGap = 0.1;

/** A benchmark of another pair, with what it is measured on. */
export interface OtherPairBenchmark {
  readonly pair: OtherPair;
  /** Name of the outcome file, without `.jsonl`. */
  readonly source: string;
  readonly benchmark: Benchmark;
}

/**
 * Every outcome file with at least {@link leastRows} `test` rows of both models of a pair, the strong one ahead by at
 * least {@link leastGap}, in the order of the pairs.
 *
 * @throws TurnoutError `bad-input` naming the file, and the line of a malformed row
 */
export async function findOtherPairs(outcomesFolder: string): Promise<readonly OtherPairBenchmark[]> {
  const sources = new Map<string, readonly Outcome[]>();
  for (const file of await listOutcomeFiles(outcomesFolder)) {
    const rows = (await readOutcomes(file)).filter(({ split }) => split === 'test');
    sources.set(path.basename(file, '.jsonl'), rows);
  }
  return otherPairs.flatMap((pair) =>
    [...sources]
      .filter(([, rows]) => isMeasurable(pair, rows))
      .map(([source]) => ({
        pair,
        source,
        benchmark: outcomeBenchmark({
          name: `${source}: ${pair.title}`,
          title: `${source}: ${pair.title}`,
          group: 'other',
          file: source,
          strong: pair.strong,
          weak: pair.weak,
        }),
      })),
  );
}

function isMeasurable({ strong, weak }: OtherPair, rows: readonly Outcome[]): boolean {
  const gains = rows.flatMap(({ scores }) => {
    const [strongScore, weakScore] = [scores.get(strong), scores.get(weak)];
    return strongScore === undefined || weakScore === undefined ? [] : [strongScore - weakScore];
  });
  const mean = gains.reduce((sum, gain) => sum + gain, 0) / gains.length;
  return gains.length >= leastRows && mean >= leastGap;
}

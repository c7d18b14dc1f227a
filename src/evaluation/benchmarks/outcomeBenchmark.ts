import path from 'node:path';
import { TurnoutError } from '../../routing/errors';
import type { Benchmark } from '../benchmark';
import { outcomeRows } from '../outcomes';

export interface OutcomeBenchmark {
  readonly name: string;
  readonly title: string;
  readonly group: 'code' | 'other';
  /** Name of the outcome file, without `.jsonl`. */
  readonly file: string;
  readonly strong: string;
  readonly weak: string;
}

/** A benchmark from the `test` rows of an outcome file, for any two of its models. */
export function outcomeBenchmark({ file, strong, weak, ...named }: OutcomeBenchmark): Benchmark {
  return {
    ...named,
    scale: 'accuracy',
    paperApgr: undefined,
    read: async ({ outcomes }) => {
      if (outcomes === undefined) {
        throw new TurnoutError(
          'bad-input',
          `${named.title} is read from outcomes/${file}.jsonl in the data folder, which has no folder "outcomes".`,
        );
      }
      const selection = { strong, weak, split: 'test' } as const;
      return { ...(await outcomeRows(path.join(outcomes, `${file}.jsonl`), selection)), contaminated: 0 };
    },
  };
}

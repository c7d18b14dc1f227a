import path from 'node:path';
import { readablePrompt } from '../../routing/asking/readablePrompt';
import type { Embed, Router } from '../../routing/router';
import { outcomeRows, type Split } from '../outcomes';
import type { UserRow } from './simulatedUser';

/** A kind of user: two models, and what such a user asks. */
export interface LearningUser {
  readonly title: string;
  readonly strong: string;
  readonly weak: string;
  /** Outcome files, without `.jsonl`. */
  readonly sources: readonly string[];
}

/** The first has a pair unlike the routers' own; the second asks for many kinds of things. */
export const learningUsers: readonly LearningUser[] = [
  {
    title: 'Claude 3.5 Sonnet / Llama 3.1 8B, on GSM8K, MATH level 5 and CRUX',
    strong: 'claude-3-5-sonnet-20241022',
    weak: 'llama-3.1-8b-instruct',
    sources: ['zeroeval-gsm8k', 'zeroeval-math-l5', 'zeroeval-crux'],
  },
  {
    title: 'Llama 3.1 Nemotron 51B / Mistral 7B, on trivia, mathematics, code and writing',
    strong: 'llama-3.1-nemotron-51b-instruct',
    weak: 'mistral-7b-instruct-v0.3',
    sources: ['llmrouter'],
  },
];

/** Pairs whose training rows the head's settings were chosen by. */
export const choosingUsers: readonly LearningUser[] = [
  {
    title: 'GPT-4o / GPT-4o mini, on LiveCodeBench, MATH level 5 and CRUX',
    strong: 'gpt-4o-2024-05-13',
    weak: 'gpt-4o-mini-2024-07-18',
    sources: ['livecodebench', 'zeroeval-math-l5', 'zeroeval-crux'],
  },
  {
    title: 'Claude 3 Opus / Claude 3 Haiku, on Zebra puzzles, MATH level 5 and CRUX',
    strong: 'claude-3-opus-20240229',
    weak: 'claude-3-haiku-20240307',
    sources: ['zeroeval-zebra-grid', 'zeroeval-math-l5', 'zeroeval-crux'],
  },
  {
    title: 'Qwen 2.5 72B / Qwen 2.5 7B, on MATH level 5 and CRUX',
    strong: 'qwen2.5-72b-instruct',
    weak: 'qwen2.5-7b-instruct',
    sources: ['zeroeval-math-l5', 'zeroeval-crux'],
  },
  {
    title: 'GPT-4 Turbo / Mixtral 8x7B, on ARC, WinoGrande and MBPP',
    strong: 'gpt-4-1106-preview',
    weak: 'mixtral-8x7b-instruct-v0.1',
    sources: ['routerbench'],
  },
  {
    title: 'Llama 3.1 Nemotron 51B / Mistral 7B, on trivia, mathematics, code and writing',
    strong: 'llama-3.1-nemotron-51b-instruct',
    weak: 'mistral-7b-instruct-v0.3',
    sources: ['llmrouter'],
  },
];

export interface ReadUserOptions {
  readonly outcomesFolder: string;
  readonly split: Split;
  readonly router: Router;
  readonly embed: Embed;
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * The rows of one split on which both models have a score, with what router and encoder say of them.
 *
 * @throws TurnoutError `bad-input` naming the file where rows or scores are missing
 */
export async function readUserRows(user: LearningUser, options: ReadUserOptions): Promise<UserRow[]> {
  const { strong, weak, sources } = user;
  const read: Omit<UserRow, 'embedding' | 'winRate'>[] = [];
  for (const source of sources) {
    const file = path.join(options.outcomesFolder, `${source}.jsonl`);
    const { rows } = await outcomeRows(file, { strong, weak, split: options.split });
    read.push(...rows.map((row) => ({ ...row, source })));
  }
  const rows: UserRow[] = [];
  for (const row of read) {
    const { winRate } = await options.router.winRate(row.prompt);
    const { values } = await options.embed(readablePrompt(row.prompt));
    rows.push({ ...row, winRate, embedding: values });
    options.onProgress?.(rows.length, read.length);
  }
  return rows;
}

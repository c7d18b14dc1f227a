import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { temporaryFolder } from '../node/temporaryFolder';

/** A row of an outcome file: prompt, split, scores by model. */
export type OutcomeLine = readonly [
  prompt: string,
  split: 'train' | 'test',
  scores: Readonly<Record<string, number>>,
];

/** The text of an outcome file. */
export function outcomeText(lines: readonly OutcomeLine[]): string {
  return lines.map(([prompt, split, scores]) => `${JSON.stringify({ prompt, split, scores })}\n`).join('');
}

/** @returns a file of that text, removed after the test */
export async function writeOutcomeFile(text: string): Promise<string> {
  const file = path.join(temporaryFolder(), 'outcomes.jsonl');
  await writeFile(file, text);
  return file;
}

/** Writes `outcomes/NAME.jsonl` into a data folder. */
export async function addOutcomes(
  dataFolder: string,
  files: Readonly<Record<string, readonly OutcomeLine[]>>,
): Promise<void> {
  const folder = path.join(dataFolder, 'outcomes');
  await mkdir(folder, { recursive: true });
  for (const [name, lines] of Object.entries(files)) {
    await writeFile(path.join(folder, `${name}.jsonl`), outcomeText(lines));
  }
}

const turbo = 'gpt-4-turbo-2024-04-09';
const haiku = 'claude-3-haiku-20240307';
const mixtral = 'mixtral-8x7b-instruct-v0.1';
const gpt4 = 'gpt-4-0613';
const gpt35 = 'gpt-3.5-turbo-0613';

/** The three code sets, two test rows each, and one training row each. */
export const smallOutcomes: Readonly<Record<string, readonly OutcomeLine[]>> = {
  livecodebench: [
    ['Sort the towers.', 'test', { [turbo]: 1, [haiku]: 0 }],
    ['Add.', 'test', { [turbo]: 1, [haiku]: 1 }],
    ['Only one model tried this.', 'test', { [turbo]: 1 }],
    ['Count the islands.', 'train', { [turbo]: 1, [haiku]: 0 }],
  ],
  'zeroeval-crux': [
    ['What does f(3) return?', 'test', { [turbo]: 1, [mixtral]: 0 }],
    ['What does the function g(4, 5) return?', 'test', { [turbo]: 0.5, [mixtral]: 0.5 }],
    ['What does h return?', 'train', { [turbo]: 1, [mixtral]: 1 }],
  ],
  'intercode-sql': [
    ['List all singers by age.', 'test', { [gpt4]: 1, [gpt35]: 0 }],
    ['How many?', 'test', { [gpt4]: 0, [gpt35]: 0 }],
    ['Name all stadiums.', 'train', { [gpt4]: 0, [gpt35]: 1 }],
  ],
};

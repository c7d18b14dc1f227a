import { createHash } from 'node:crypto';
import { randomNumbers } from '../randomNumbers';
import { disturbances } from './disturbances';

/** Prompts that differ in what a router, and the program before it, may treat in their own way. */
const plainProbes = [
  'How many primes are there?',
  'Merge two sorted lists.\n\n```python\ndef merge(a, b):\n    pass\n```',
  'Which of these is a bone?\nA. femur\nB. aorta\nAnswer:',
  'なぜ空は青いのですか？',
  `Begin. ${'And so on, and so forth. '.repeat(400)}End.`,
];

const probes = plainProbes.flatMap((prompt) => [
  prompt,
  ...disturbances.map(({ disturb }) => disturb(prompt, randomNumbers(1))),
]);

/**
 * Tells a scorer or an encoder by what it makes of a few prompts: a program that changes can change what the same weights
 * say, which no hash of files tells.
 *
 * @returns hex digits that change with any of the answers
 */
export async function fingerprint(answer: (prompt: string) => Promise<unknown>): Promise<string> {
  const answers: string[] = [];
  for (const probe of probes) answers.push(String(await answer(probe)));
  return hashAll(answers);
}

/** @returns hex digits that change with any of the texts */
export function hashAll(texts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(texts)).digest('hex');
}

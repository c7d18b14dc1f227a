import { randomNumbers } from '../randomNumbers';
import { sampleRows } from '../sample';
import { disturbances } from './disturbances';
import type { Scorer } from './scorer';

/** Benchmark prompts, to be disturbed. */
export interface PromptSet {
  readonly title: string;
  readonly prompts: readonly string[];
}

/** How many of a set's decisions stayed as they were under one disturbance. */
export interface Steadiness {
  readonly disturbance: string;
  readonly set: string;
  readonly n: number;
  readonly same: number;
}

const seed = 1706;

/**
 * Decides every prompt as it is and disturbed, at one threshold.
 *
 * @param sampleSize prompts of each set, seeded
 */
export async function measureSteadiness(
  scorer: Scorer,
  threshold: number,
  sets: readonly PromptSet[],
  sampleSize: number,
  onProgress: (done: number, total: number) => void,
): Promise<readonly Steadiness[]> {
  const samples = sets.map(({ title, prompts }) => ({ title, prompts: sampleRows(prompts, sampleSize) }));
  const total = samples.reduce((sum, { prompts }) => sum + prompts.length, 0);
  const isStrong = async (prompt: string) => (await scorer.score({ prompt })) >= threshold;
  const counts: Steadiness[] = [];
  let done = 0;
  for (const { title, prompts } of samples) {
    const random = randomNumbers(seed);
    const same = new Map(disturbances.map((disturbance) => [disturbance.title, 0]));
    for (const prompt of prompts) {
      const before = await isStrong(prompt);
      for (const disturbance of disturbances) {
        const after = await isStrong(disturbance.disturb(prompt, random));
        if (after === before) same.set(disturbance.title, (same.get(disturbance.title) ?? 0) + 1);
      }
      onProgress(++done, total);
    }
    for (const [disturbance, count] of same) {
      counts.push({ disturbance, set: title, n: prompts.length, same: count });
    }
  }
  return counts;
}

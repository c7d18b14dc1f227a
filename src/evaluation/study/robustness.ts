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

/** A router at one threshold. */
export interface Decider {
  readonly router: string;
  readonly scorer: Scorer;
  readonly threshold: number;
}

/**
 * Decides every prompt as it is and disturbed. All routers decide a prompt before the next one comes, so that an encoder
 * they share reads each once.
 *
 * @param sampleSize prompts of each set, seeded
 * @returns for each router, what stayed, by set and disturbance
 */
export async function measureSteadiness(
  deciders: readonly Decider[],
  sets: readonly PromptSet[],
  sampleSize: number,
  onProgress: (done: number, total: number) => void,
): Promise<ReadonlyMap<string, readonly Steadiness[]>> {
  const samples = sets.map(({ title, prompts }) => ({ title, prompts: sampleRows(prompts, sampleSize) }));
  const total = samples.reduce((sum, { prompts }) => sum + prompts.length, 0);
  const decideAll = async (prompt: string) => {
    const decisions: boolean[] = [];
    for (const { scorer, threshold } of deciders)
      decisions.push((await scorer.score({ prompt })) >= threshold);
    return decisions;
  };
  const counts = new Map(deciders.map(({ router }) => [router, [] as Steadiness[]]));
  let done = 0;
  for (const { title, prompts } of samples) {
    const random = randomNumbers(seed);
    const same = disturbances.map(() => deciders.map(() => 0));
    for (const prompt of prompts) {
      const before = await decideAll(prompt);
      for (const [which, { disturb }] of disturbances.entries()) {
        const after = await decideAll(disturb(prompt, random));
        same[which] = (same[which] ?? []).map((count, at) => count + Number(after[at] === before[at]));
      }
      onProgress(++done, total);
    }
    for (const [which, disturbance] of disturbances.entries()) {
      for (const [at, { router }] of deciders.entries()) {
        const stayed = same[which]?.[at] ?? 0;
        counts
          .get(router)
          ?.push({ disturbance: disturbance.title, set: title, n: prompts.length, same: stayed });
      }
    }
  }
  return counts;
}

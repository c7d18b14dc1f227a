import path from 'node:path';
import type { Embed } from '../../routing/router';
import { listOutcomeFiles, readOutcomes } from '../outcomes';
import { highestCosines } from '../similarity';
import { hashAll } from './fingerprint';
import type { Scorer } from './scorer';
import type { Augmentation, ScoreMemory } from './studyRouter';

/** The parts of the preference data that the prompts of outcomes are in (paper §4.1). Labels keep no text of most prompts. */
const trainingPartNames = ['base', 'golden', 'judge'] as const;
export type TrainingPartName = (typeof trainingPartNames)[number];

export type TrainingParts = Readonly<Record<TrainingPartName, readonly string[]>>;

/** Outcome files with golden labels, and with a judge's; all others are the base. */
const partByFile: Readonly<Record<string, TrainingPartName>> = {
  mmlu: 'golden',
  'mmlu-pro': 'golden',
  'arena-bench': 'judge',
  'ko-arena-hard': 'judge',
  'logickor-ko': 'judge',
  'shaberi-ja': 'judge',
};

/** Reads the prompts of all `train` rows, by part. */
export async function readTrainingParts(outcomesFolder: string): Promise<TrainingParts> {
  const parts: Record<TrainingPartName, string[]> = { base: [], golden: [], judge: [] };
  for (const file of await listOutcomeFiles(outcomesFolder)) {
    const part = parts[partByFile[path.basename(file, '.jsonl')] ?? 'base'];
    for (const { prompt, split } of await readOutcomes(file)) {
      if (split === 'train') part.push(prompt);
    }
  }
  return parts;
}

export function partsOf(augmentation: Exclude<Augmentation, 'labels'>): readonly TrainingPartName[] {
  return augmentation === 'all' ? trainingPartNames : [...new Set(['base' as const, augmentation])];
}

/**
 * For each part, a scorer of how near a prompt comes to it: the highest cosine with any of its prompts, −1 for an empty
 * part.
 *
 * @param encoderHash changes with anything embeddings depend on
 */
export async function openNearness(
  parts: TrainingParts,
  embed: Embed,
  encoderHash: string,
  memory: ScoreMemory,
): Promise<Readonly<Record<TrainingPartName, Scorer>>> {
  const open = (name: TrainingPartName) =>
    memory.remember(`nearness-${name}`, hashAll([encoderHash, ...parts[name]]), async () => {
      const references: Float32Array[] = [];
      for (const prompt of parts[name]) references.push((await embed(prompt)).values);
      return {
        name,
        score: async ({ prompt }) => highestCosines([(await embed(prompt)).values], references)[0] ?? -1,
      };
    });
  return { base: await open('base'), golden: await open('golden'), judge: await open('judge') };
}

import type { Side } from '../../routing/chat';
import type { Observation } from '../../routing/learning/personalHead';
import { evidenceOf, type Signal } from '../../routing/learning/preference';
import type { BenchmarkRow } from '../benchmark';

/** A prompt of a user's, with what both models make of it and what the frozen router says. */
export interface UserRow extends BenchmarkRow {
  readonly source: string;
  readonly embedding: Float32Array;
  readonly winRate: number;
}

/** How often a signal is the opposite of what was meant; `random`: it means nothing. */
export type Noise = number | 'random';

/** Of the answers that failed, the share whose prompt is asked again of the other model. */
const asksAgain = 0.5;

/**
 * What a user would show of one prompt. The frozen router chooses who answers. A good answer gets a thumb up; a bad one a
 * thumb down, or the other model is asked and its answer kept if it is good. A score between 0 and 1 is the chance that an
 * answer is good.
 *
 * @param threshold of the frozen router's 50 % stop on this user's prompts
 */
export function showSignal(row: UserRow, threshold: number, noise: Noise, random: () => number): Observation {
  const side: Side = row.winRate >= threshold ? 'strong' : 'weak';
  const isGood = (which: Side) => random() < (which === 'strong' ? row.strongScore : row.weakScore);
  const helpful = isGood(side);
  const again = !helpful && random() < asksAgain;
  const other: Side = side === 'strong' ? 'weak' : 'strong';
  const signal: Signal = again
    ? { kind: 'kept', side: isGood(other) ? other : side }
    : { kind: 'verdict', side, helpful };
  const evidence = evidenceOf(signal);
  const positive =
    noise === 'random' ? random() < 0.5 : random() < noise ? !evidence.positive : evidence.positive;
  return {
    prompt: row.prompt,
    embedding: row.embedding,
    winRate: row.winRate,
    evidence: { ...evidence, positive },
  };
}

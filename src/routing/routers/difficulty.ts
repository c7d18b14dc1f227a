import { dotRows } from './matrix';
import type { WeightsReader } from './weights';

/**
 * A model of difficulty, learnt from the scores of models of every tier (item response theory): a model's chance of
 * solving a prompt is σ(ease + ability · s(q)), where s(q), the skills the prompt asks for, is linear in its embedding and
 * counted features.
 */
export interface DifficultyWeights {
  readonly skills: number;
  /** Inputs are centred and divided by their spread; counted ones are held within ±`clip`. */
  readonly center: Float32Array;
  readonly spread: Float32Array;
  readonly clip: number;
  /** By rows: one skill a row. */
  readonly weight: Float32Array;
  readonly bias: Float32Array;
  /** By rows: the ease and the abilities of each model of the strong side's tiers, … */
  readonly strong: Float32Array;
  /** … and of the weak side's. */
  readonly weak: Float32Array;
}

/** What the model says of one prompt; both numbers lie in [−1, 1]. */
export interface Difficulty {
  /** How much more often models of the strong side solve it. */
  readonly gain: number;
  readonly weakFails: number;
}

/**
 * @param counted how many counted features there are; the other inputs are the embedding
 * @throws TurnoutError `weights-damaged`, naming what does not fit
 */
export function parseDifficulty(weights: WeightsReader, counted: number): DifficultyWeights {
  const [skills, inputs] = weights.numbers('shape');
  if (skills === undefined || inputs === undefined || inputs <= counted) {
    return weights.fail('"shape" must hold the skills and the inputs');
  }
  const spread = weights.floats('spread', inputs);
  return {
    skills,
    center: weights.floats('center', inputs),
    spread: spread.every((value) => value > 0) ? spread : weights.fail('"spread" must be positive'),
    clip: weights.number('clip'),
    weight: weights.floats('skills', skills * inputs),
    bias: weights.floats('bias', skills),
    strong: weights.rows('strong', 1 + skills),
    weak: weights.rows('weak', 1 + skills),
  };
}

/** @throws Error when the embedding is another encoder's */
export function difficultyOf(
  weights: DifficultyWeights,
  embedding: Float32Array,
  features: readonly number[],
): Difficulty {
  const { center, spread, clip } = weights;
  const dimensions = center.length - features.length;
  if (embedding.length !== dimensions) {
    throw new Error(
      `default.json is made for embeddings of ${dimensions} numbers, not of ${embedding.length}.`,
    );
  }
  const standard = new Float64Array(center.length);
  for (let i = 0; i < standard.length; i++) {
    const input = i < dimensions ? (embedding[i] ?? 0) : Math.log1p(features[i - dimensions] ?? 0);
    const spreads = (input - (center[i] ?? 0)) / (spread[i] ?? 1);
    standard[i] = i < dimensions ? spreads : Math.max(-clip, Math.min(clip, spreads));
  }
  const products = dotRows(weights.weight, standard);
  const skills = Array.from(weights.bias, (bias, skill) => bias + (products[skill] ?? 0));
  const weak = meanChance(weights.weak, skills);
  return { gain: meanChance(weights.strong, skills) - weak, weakFails: 1 - weak };
}

/** How often the models of one side solve a prompt that asks for these skills. */
function meanChance(side: Float32Array, skills: readonly number[]): number {
  const columns = 1 + skills.length;
  const models = side.length / columns;
  let sum = 0;
  for (let model = 0; model < models; model++) {
    const odds = skills.reduce(
      (total, skill, i) => total + skill * (side[model * columns + 1 + i] ?? 0),
      side[model * columns] ?? 0,
    );
    sum += 1 / (1 + Math.exp(-odds));
  }
  return sum / models;
}

import type { WeightsReader } from './weights';

/**
 * A model of difficulty, learnt from the scores of models of every tier: a tier's chance of solving a prompt is
 * σ(ease + ability · s(q)), where s(q), the skills the prompt asks for, is linear in its embedding and counted features.
 */
export interface ItemResponseWeights {
  readonly skills: number;
  /** The embedding's dimensions and the counted features together. */
  readonly inputs: number;
  /** Tiers that stand for the strong and the weak model of a pair, each the mean of its tiers. */
  readonly strongTiers: readonly number[];
  readonly weakTiers: readonly number[];
  /** Inputs are centred, divided by their spread and held within ±`clip`. */
  readonly center: Float32Array;
  readonly spread: Float32Array;
  readonly clip: number;
  /** By rows: `inputs` numbers a skill. */
  readonly weight: Float32Array;
  readonly bias: Float32Array;
  /** By rows: `skills` numbers a tier. */
  readonly ability: Float32Array;
  readonly ease: Float32Array;
}

/** @throws TurnoutError `weights-damaged`, naming what does not fit */
export function parseItemResponse(weights: WeightsReader): ItemResponseWeights {
  const [skills, inputs, tiers] = weights.numbers('shape');
  if (skills === undefined || inputs === undefined || tiers === undefined) {
    return weights.fail('"shape" must hold the skills, the inputs and the tiers');
  }
  const spread = weights.floats('spread', inputs);
  return {
    skills,
    inputs,
    strongTiers: weights.indices('strongTiers', tiers),
    weakTiers: weights.indices('weakTiers', tiers),
    center: weights.floats('center', inputs),
    spread: spread.every((value) => value > 0) ? spread : weights.fail('"spread" must be positive'),
    clip: weights.number('clip'),
    weight: weights.floats('weight', skills * inputs),
    bias: weights.floats('bias', skills),
    ability: weights.floats('ability', tiers * skills),
    ease: weights.floats('ease', tiers),
  };
}

/**
 * The strong side's chance of solving the prompt minus the weak side's, in (−1, 1): small where both succeed and where
 * neither does.
 */
export function gainOf(
  weights: ItemResponseWeights,
  embedding: Float32Array,
  features: readonly number[],
): number {
  const { inputs, center, spread, clip } = weights;
  if (embedding.length + features.length !== inputs) {
    throw new Error(
      `default.json is made for ${inputs} inputs, not ${embedding.length} of an embedding and ${features.length} counted.`,
    );
  }
  const standard = [...embedding, ...features.map(Math.log1p)].map((input, i) => {
    const spreads = (input - (center[i] ?? 0)) / (spread[i] ?? 1);
    return Math.max(-clip, Math.min(clip, spreads));
  });
  const skills = [...weights.bias].map(
    (bias, skill) => bias + dot(rowOf(weights.weight, skill, inputs), standard),
  );
  const chance = (tier: number) =>
    1 /
    (1 + Math.exp(-((weights.ease[tier] ?? 0) + dot(rowOf(weights.ability, tier, weights.skills), skills))));
  return mean(weights.strongTiers.map(chance)) - mean(weights.weakTiers.map(chance));
}

function rowOf(matrix: Float32Array, row: number, columns: number): Float32Array {
  return matrix.subarray(row * columns, (row + 1) * columns);
}

function dot(row: Float32Array, values: readonly number[]): number {
  return values.reduce((sum, value, i) => sum + value * (row[i] ?? 0), 0);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

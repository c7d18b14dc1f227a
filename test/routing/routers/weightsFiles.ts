import { featureNames } from '../../../src/routing/features/features';

/** Small weights of each router, as JSON, to be spoilt by tests. */
export const calibration = { slope: 2, offset: 0.5 };

export function pack(...floats: number[]): string {
  return Buffer.from(Float32Array.from(floats).buffer).toString('base64');
}

/** Two factors over embeddings of three numbers, and three tiers. */
export const mfJson = {
  formatVersion: 1,
  shape: [2, 3],
  strongTiers: [0],
  weakTiers: [2],
  projection: pack(1, 0, 0, 0, 2, 0),
  bias: pack(0.5, -1),
  output: pack(1, 3),
  calibration,
  tiers: [
    { models: ['large'], strength: 1, vector: pack(1, 0) },
    { models: ['medium'], strength: 0, vector: pack(0.6, 0.8) },
    { models: ['small', 'smaller'], strength: -1, vector: pack(0, 1) },
  ],
};

/** One tree: prompts longer than 10 units score 1, others −1. */
export const lexicalJson = {
  formatVersion: 1,
  features: featureNames,
  trees: [{ feature: [0, -1, -1], value: [10, -1, 1], left: [1, 0, 0], right: [2, 0, 0] }],
  calibration,
};

/** Two prompts of the sample: an easy one that counts three times, and a hard one. */
export const defaultJson = {
  formatVersion: 1,
  winRate: { offset: -0.5, gap: 2, reasoning: 0.5 },
  sample: { rows: pack(3, 1, 2, 3, 4, 0, 1, -4, -2, 2, 3, 1) },
};

export const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

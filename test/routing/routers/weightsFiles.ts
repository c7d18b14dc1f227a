import { featureNames } from '../../../src/routing/features';

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

const inputs = 1 + featureNames.length;

/** Embeddings of one number; one skill, which that number alone asks for; a strong and a weak tier. */
export const itemResponseJson = {
  shape: [1, inputs, 2],
  strongTiers: [0],
  weakTiers: [1],
  center: pack(...Array(inputs).fill(0)),
  spread: pack(...Array(inputs).fill(2)),
  clip: 5,
  weight: pack(3, ...Array(inputs - 1).fill(0)),
  bias: pack(-1),
  ability: pack(1, 2),
  ease: pack(2, 0.5),
};

export const defaultJson = {
  formatVersion: 1,
  blend: { itemResponse: 4, lexical: 0.5 },
  itemResponse: itemResponseJson,
  calibration,
};

export const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

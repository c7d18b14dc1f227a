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

const inputs = 1 + featureNames.length;
const zeros = Array(inputs - 1).fill(0);
/** Distances count the first input alone. */
const firstOnly = pack(1, ...Array(inputs * inputs - 1).fill(0));
const plain = { center: pack(0, ...zeros), spread: pack(...Array(inputs).fill(1)) };

/**
 * Embeddings of one number x, projected on 2x. The gate's odds for the second of two kinds are 4x. The first kind has only
 * a level; the second has one landmark, whose first input is 63/127 of the clip. The one skill asked for is 3(x − 1)/2 − 1/2;
 * two models are strong and one is weak.
 */
export const defaultJson = {
  formatVersion: 1,
  features: featureNames,
  blend: { experts: 4, trees: 0.5, gain: 2, weakFails: 0.25 },
  projection: { shape: [1, 1], center: pack(0), directions: pack(2) },
  gate: {
    ...plain,
    weight: pack(0, ...zeros, 2, ...zeros),
    bias: pack(0, 0),
    clip: 3,
    precision: firstOnly,
    limits: pack(4, 8),
    overall: 0.2,
    unfamiliarAt: 1.5,
    unfamiliarSlope: 0.5,
  },
  experts: [
    { kind: 'easy', level: 0.1, ...plain, landmarks: '', weight: '' },
    {
      kind: 'hard',
      level: 0.3,
      ...plain,
      landmarks: Buffer.from(Int8Array.of(63, ...zeros).buffer).toString('base64'),
      weight: pack(0.25),
    },
  ],
  reach: inputs,
  trees: [{ feature: [0, -1, -1], value: [1, -1, 1], left: [1, 0, 0], right: [2, 0, 0] }],
  difficulty: {
    shape: [1, inputs],
    clip: 3,
    center: pack(1, ...zeros),
    spread: pack(2, ...Array(inputs - 1).fill(1)),
    skills: pack(3, ...zeros),
    bias: pack(-0.5),
    strong: pack(1, 1, 2, 0.5),
    weak: pack(0, 2),
  },
  calibration,
};

export const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

import { readWeights, type WeightsReader } from './weights';

/**
 * Kernel experts behind a gate: the default router's estimate of the gain, the strong side's score minus the weak one's.
 *
 *     gain(q) = Σ_k π_k(q) · (level_k + Σ_j weight_kj · exp(−reach · mean squared difference of q and landmark_kj))
 *
 * Each expert knows one kind of training prompt, and the gate π, linear discriminant analysis, says how much a prompt is
 * like each kind. training/experts.py says why.
 */
export interface ExpertsWeights {
  readonly gate: Gate;
  /** In the order of the gate's rows. */
  readonly experts: readonly Expert[];
  readonly reach: number;
}

interface Gate extends Standard {
  /** By rows: one kind a row. */
  readonly weight: Float32Array;
  readonly bias: Float32Array;
}

interface Expert extends Standard {
  readonly level: number;
  /** By rows, in spreads: prompts that stand for the kind. None where the kind has too few to learn from. */
  readonly landmarks: Float32Array;
  readonly weight: Float32Array;
}

/** Inputs are centred, divided by their spread and held within ±`clip`. */
interface Standard {
  readonly center: Float32Array;
  readonly spread: Float32Array;
  readonly clip: number;
}

/** Landmarks are kept as int8 steps from 0 to the clip. */
const steps = 127;

/** An expert with a smaller say is not asked: its departure from its level would not show. */
const leastSay = 1e-6;

/**
 * @param inputs how many numbers stand for a prompt
 * @throws TurnoutError `weights-damaged`, naming what does not fit
 */
export function parseExperts(weights: WeightsReader, inputs: number): ExpertsWeights {
  const list = weights.list('experts');
  const gate = weights.object('gate');
  const clip = gate.number('clip');
  return {
    gate: {
      ...parseStandard(gate, inputs, clip),
      weight: gate.floats('weight', list.length * inputs),
      bias: gate.floats('bias', list.length),
    },
    experts: list.map((json, rank) => {
      const expert = readWeights(json, `default.json: expert ${rank}`);
      const landmarks = expert.bytes('landmarks');
      return {
        ...parseStandard(expert, inputs, clip),
        level: expert.number('level'),
        landmarks: Float32Array.from(landmarks, (step) => (step / steps) * clip),
        weight: expert.floats('weight', landmarks.length / inputs),
      };
    }),
    reach: weights.number('reach'),
  };
}

function parseStandard(weights: WeightsReader, inputs: number, clip: number): Standard {
  const spread = weights.floats('spread', inputs);
  return {
    center: weights.floats('center', inputs),
    spread: spread.every((value) => value > 0) ? spread : weights.fail('"spread" must be positive'),
    clip,
  };
}

/** @param inputs as from `inputsOf` */
export function gainOf({ gate, experts, reach }: ExpertsWeights, inputs: Float64Array): number {
  const say = saysOf(gate, inputs);
  return experts.reduce((gain, expert, kind) => {
    const own = say[kind] ?? 0;
    if (own < leastSay) return gain + own * expert.level;
    return gain + own * (expert.level + departureOf(expert, inputs, reach));
  }, 0);
}

/** How much the prompt is like each kind; they add up to 1. */
function saysOf(gate: Gate, inputs: Float64Array): readonly number[] {
  const standard = standardise(gate, inputs);
  const odds = Array.from(gate.bias, (bias, kind) => {
    let sum = bias;
    for (let i = 0; i < standard.length; i++) {
      sum += (gate.weight[kind * standard.length + i] ?? 0) * (standard[i] ?? 0);
    }
    return sum;
  });
  const highest = Math.max(...odds);
  const weights = odds.map((value) => Math.exp(value - highest));
  const total = weights.reduce((sum, value) => sum + value, 0);
  return weights.map((value) => value / total);
}

/** How far the gain lies from the kind's level. */
function departureOf(expert: Expert, inputs: Float64Array, reach: number): number {
  const standard = standardise(expert, inputs);
  const width = standard.length;
  let sum = 0;
  for (let landmark = 0; landmark < expert.weight.length; landmark++) {
    let squared = 0;
    for (let i = 0; i < width; i++) {
      const apart = (standard[i] ?? 0) - (expert.landmarks[landmark * width + i] ?? 0);
      squared += apart * apart;
    }
    sum += (expert.weight[landmark] ?? 0) * Math.exp((-reach / width) * squared);
  }
  return sum;
}

function standardise({ center, spread, clip }: Standard, inputs: Float64Array): Float64Array {
  return inputs.map((input, i) => {
    const spreads = (input - (center[i] ?? 0)) / (spread[i] ?? 1);
    return Math.max(-clip, Math.min(clip, spreads));
  });
}

import { dotRows, squaredDistances } from './matrix';
import { readWeights, type WeightsReader } from './weights';

/**
 * Kernel experts behind a gate: the default router's estimate of the gain, the strong side's score minus the weak one's.
 *
 *     e_k(q) = level_k + Σ_j weight_kj · exp(−reach · mean squared difference of q and landmark_kj)
 *     gain(q) = Σ_k π_k(q) · (ν_k(q) · e_k(q) + (1 − ν_k(q)) · overall)
 *
 * Each expert knows one kind of training prompt. The gate π, linear discriminant analysis, says how much a prompt is like
 * each kind beside the others, and ν how familiar it is at all. training/experts.py says why.
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
  /** By rows: as many numbers a row as there are inputs. */
  readonly precision: Float32Array;
  /** A squared distance a kind, within which most of its own training prompts lie. */
  readonly limits: Float32Array;
  /** The gain that is said of a prompt that is like no kind. */
  readonly overall: number;
  /** ν is one half at so many limits, … */
  readonly unfamiliarAt: number;
  /** … and the smaller this, the steeper it falls. */
  readonly unfamiliarSlope: number;
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

/** An expert with a smaller say is not asked: what it says would not show. */
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
      precision: gate.floats('precision', inputs * inputs),
      limits: requirePositive(gate, 'limits', list.length),
      overall: gate.number('overall'),
      unfamiliarAt: gate.number('unfamiliarAt'),
      unfamiliarSlope: gate.number('unfamiliarSlope'),
    },
    experts: list.map((json, rank) => {
      const expert = readWeights(json, `default.json: expert ${rank}`);
      const landmarks = expert.bytes('landmarks');
      return {
        ...parseStandard(expert, inputs, clip),
        level: expert.number('level'),
        landmarks: new Float32Array(landmarks).map((step) => (step / steps) * clip),
        weight: expert.floats('weight', landmarks.length / inputs),
      };
    }),
    reach: weights.number('reach'),
  };
}

function parseStandard(weights: WeightsReader, inputs: number, clip: number): Standard {
  return {
    center: weights.floats('center', inputs),
    spread: requirePositive(weights, 'spread', inputs),
    clip,
  };
}

function requirePositive(weights: WeightsReader, name: string, count: number): Float32Array {
  const values = weights.floats(name, count);
  return values.every((value) => value > 0) ? values : weights.fail(`"${name}" must be positive`);
}

/** @param inputs as from `inputsOf` */
export function gainOf({ gate, experts, reach }: ExpertsWeights, inputs: Float64Array): number {
  const say = saysOf(gate, inputs);
  return experts.reduce((gain, expert, kind) => {
    const own = say[kind] ?? 0;
    if (own < leastSay) return gain;
    return gain + own * (expert.level + departureOf(expert, inputs, reach) - gate.overall);
  }, gate.overall);
}

/** π_k · ν_k: how much each expert has to say. What is missing to 1 is what no expert knows. */
function saysOf(gate: Gate, inputs: Float64Array): readonly number[] {
  const standard = standardise(gate, inputs);
  const products = dotRows(gate.weight, standard);
  const odds = Array.from(gate.bias, (bias, kind) => bias + (products[kind] ?? 0));
  const highest = Math.max(...odds);
  const shares = odds.map((value) => Math.exp(value - highest));
  const total = shares.reduce((sum, value) => sum + value, 0);
  const length = dotRows(gate.precision, standard).reduce(
    (sum, along, i) => sum + (standard[i] ?? 0) * along,
    0,
  );
  return shares.map((share, kind) => {
    const limits = (length - 2 * (odds[kind] ?? 0)) / (gate.limits[kind] ?? 1);
    const beyond = (limits - gate.unfamiliarAt) / gate.unfamiliarSlope;
    return share / total / (1 + Math.exp(beyond));
  });
}

/** How far the gain lies from the kind's level. */
function departureOf(expert: Expert, inputs: Float64Array, reach: number): number {
  const standard = standardise(expert, inputs);
  const steepness = -reach / standard.length;
  return squaredDistances(expert.landmarks, standard).reduce(
    (sum, squared, landmark) => sum + (expert.weight[landmark] ?? 0) * Math.exp(steepness * squared),
    0,
  );
}

function standardise({ center, spread, clip }: Standard, inputs: Float64Array): Float64Array {
  return inputs.map((input, i) => {
    const spreads = (input - (center[i] ?? 0)) / (spread[i] ?? 1);
    return Math.max(-clip, Math.min(clip, spreads));
  });
}

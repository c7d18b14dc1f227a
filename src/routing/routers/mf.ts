import type { Embed, Router } from '../router';
import { type Platt, parsePlatt, winRateOf } from './platt';
import { readWeights, type WeightsReader } from './weights';

/** Models of about equal strength (paper appendix A), and where the factorisation puts them. */
export interface Tier {
  readonly models: readonly string[];
  /** Mean Bradley–Terry strength, in log-odds; the tiers descend. */
  readonly strength: number;
  /** v_M, one number a factor. */
  readonly vector: Float32Array;
}

/** The whole factorisation, so that another pair of tiers can be chosen without training again. */
export interface MfWeights {
  readonly tiers: readonly Tier[];
  /** The tiers that stand for the strong and the weak model of a pair, each the mean of its tiers; indices into `tiers`. */
  readonly strongTiers: readonly number[];
  readonly weakTiers: readonly number[];
  readonly dimensions: number;
  /** W₁ by rows: `dimensions` numbers a factor. */
  readonly projection: Float32Array;
  /** b, one number a factor. */
  readonly bias: Float32Array;
  /** w₂, one number a factor. */
  readonly output: Float32Array;
  readonly platt: Platt;
}

/** @throws TurnoutError `weights-damaged`, naming what does not fit */
export function parseMfWeights(json: unknown): MfWeights {
  const weights = readWeights(json, 'mf.json');
  const [factors, dimensions] = weights.numbers('shape');
  if (factors === undefined || dimensions === undefined) {
    return weights.fail('"shape" must hold the factors and the dimensions');
  }
  const tiers = weights.list('tiers').map((tier, rank) => parseTier(tier, rank, factors));
  return {
    tiers,
    strongTiers: weights.indices('strongTiers', tiers.length),
    weakTiers: weights.indices('weakTiers', tiers.length),
    dimensions,
    projection: weights.floats('projection', factors * dimensions),
    bias: weights.floats('bias', factors),
    output: weights.floats('output', factors),
    platt: parsePlatt(weights),
  };
}

function parseTier(json: unknown, rank: number, factors: number): Tier {
  const tier: WeightsReader = readWeights(json, `mf.json: tier ${rank}`);
  return {
    models: tier.list('models').map(String),
    strength: tier.number('strength'),
    vector: tier.floats('vector', factors),
  };
}

/**
 * Matrix factorisation (paper §4.2): each model's score on a prompt is δ(M, q) = w₂ᵀ(v_M ⊙ (W₁v_q + b)), and the strong
 * model wins with probability σ(δ(strong, q) − δ(weak, q)).
 */
export function createMfRouter(weights: MfWeights, embed: Embed): Router {
  const score = createMfScore(weights);
  return {
    name: 'mf',
    winRate: async (prompt) => {
      const { values, unknownShare } = await embed(prompt);
      return { winRate: winRateOf(score(values), weights.platt), unknownShare };
    },
  };
}

/**
 * δ(strong, q) − δ(weak, q) as a function of the prompt's embedding. For one pair it is linear in v_q, so the
 * factorisation is collapsed to one vector here and a prompt costs one dot product.
 */
export function createMfScore(weights: MfWeights): (embedding: Float32Array) => number {
  const { dimensions, projection, bias, output } = weights;
  const strong = meanVector(weights.tiers, weights.strongTiers);
  const weak = meanVector(weights.tiers, weights.weakTiers);
  const direction = new Float64Array(dimensions);
  let constant = 0;
  output.forEach((weight, factor) => {
    const share = weight * (strong(factor) - weak(factor));
    constant += share * (bias[factor] ?? 0);
    const row = projection.subarray(factor * dimensions, (factor + 1) * dimensions);
    row.forEach((value, i) => {
      direction[i] = (direction[i] ?? 0) + share * value;
    });
  });
  return (embedding) => {
    if (embedding.length !== dimensions) {
      throw new Error(`mf.json is made for embeddings of ${dimensions} numbers, not ${embedding.length}.`);
    }
    return embedding.reduce((sum, value, i) => sum + value * (direction[i] ?? 0), constant);
  };
}

/** @returns the mean of the chosen tiers' vectors, as a function of the factor */
function meanVector(tiers: readonly Tier[], chosen: readonly number[]): (factor: number) => number {
  return (factor) =>
    chosen.reduce((sum, tier) => sum + (tiers[tier]?.vector[factor] ?? 0), 0) / chosen.length;
}

import { countFeatures } from '../features/features';
import type { Embed, Router } from '../router';
import { requireFeatures } from './lexical';
import { type Platt, parsePlatt, winRateOf } from './platt';
import { readWeights } from './weights';

/** A logistic regression that somebody trained on their own pair of models. */
export interface OwnWeights {
  readonly offset: number;
  /** One weight a number of the embedding. */
  readonly embedding: Float32Array;
  /** Of log(1 + count) of each counted feature: what is taken off, what it is divided by, and its weight. */
  readonly center: Float32Array;
  readonly spread: Float32Array;
  readonly counted: Float32Array;
  /** No feature counts beyond so many spreads from its center. */
  readonly clip: number;
  readonly platt: Platt;
}

/** @throws TurnoutError `weights-damaged`, naming what does not fit */
export function parseOwnWeights(json: unknown): OwnWeights {
  const weights = readWeights(json, 'own.json');
  requireFeatures(weights);
  const features = weights.list('features').length;
  return {
    offset: weights.number('offset'),
    embedding: weights.floats('embedding', weights.number('dimensions')),
    center: weights.floats('center', features),
    spread: weights.floats('spread', features),
    counted: weights.floats('counted', features),
    clip: weights.number('clip'),
    platt: parsePlatt(weights),
  };
}

/** The router that training/own_router.py makes of a person's own outcomes or battles. */
export function createOwnRouter(weights: OwnWeights, embed: Embed): Router {
  return {
    name: 'own',
    winRate: async (prompt) => {
      const { values, unknownShare } = await embed(prompt);
      return {
        winRate: winRateOf(ownScore(weights, values, countFeatures(prompt)), weights.platt),
        unknownShare,
      };
    },
  };
}

/** @throws Error when the embedding is another encoder's */
export function ownScore(
  { offset, embedding, center, spread, counted, clip }: OwnWeights,
  values: Float32Array,
  features: readonly number[],
): number {
  if (values.length !== embedding.length) {
    throw new Error(`own.json is made for embeddings of ${embedding.length} numbers, not ${values.length}.`);
  }
  const byMeaning = values.reduce((sum, value, i) => sum + value * (embedding[i] ?? 0), offset);
  return features.reduce((sum, count, i) => {
    const scaled = (Math.log1p(count) - (center[i] ?? 0)) / (spread[i] ?? 1);
    return sum + Math.min(Math.max(scaled, -clip), clip) * (counted[i] ?? 0);
  }, byMeaning);
}

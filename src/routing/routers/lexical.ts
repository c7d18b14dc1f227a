import { countFeatures, featureNames } from '../features/features';
import type { Router } from '../router';
import { type Platt, parsePlatt, winRateOf } from './platt';
import { parseTree, sumOfLeaves, type Tree } from './trees';
import { readWeights, type WeightsReader } from './weights';

export interface LexicalWeights {
  readonly trees: readonly Tree[];
  readonly platt: Platt;
}

/** @throws TurnoutError `weights-damaged`, naming what does not fit, features other than this version counts included */
export function parseLexicalWeights(json: unknown): LexicalWeights {
  const weights = readWeights(json, 'lexical.json');
  requireFeatures(weights);
  return {
    trees: weights
      .list('trees')
      .map((tree, rank) => parseTree(tree, featureNames.length, `lexical.json: tree ${rank}`)),
    platt: parsePlatt(weights),
  };
}

/** @throws TurnoutError `weights-damaged` where the weights were trained on other features than are counted here */
export function requireFeatures(weights: WeightsReader): void {
  const names = weights.list('features');
  const strange = featureNames.findIndex((name, i) => names[i] !== name);
  if (strange !== -1 || names.length !== featureNames.length) {
    const at = strange === -1 ? featureNames.length : strange;
    weights.fail(`feature ${at} is "${names[at]}" where this version counts "${featureNames[at]}"`);
  }
}

/** Small boosted trees over counted features: needs neither the encoder nor native code. */
export function createLexicalRouter(weights: LexicalWeights): Router {
  return {
    name: 'lexical',
    winRate: async (prompt) => ({
      winRate: lexicalWinRate(weights, countFeatures(prompt)),
      unknownShare: 0,
    }),
  };
}

/** What the shape of a prompt alone says. */
export function lexicalWinRate({ trees, platt }: LexicalWeights, features: readonly number[]): number {
  return winRateOf(sumOfLeaves(trees, features), platt);
}

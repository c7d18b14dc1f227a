import { countFeatures, featureNames } from '../features/features';
import { type Embed, isUnreadable, type Router } from '../router';
import { type DifficultyWeights, difficultyOf, parseDifficulty } from './difficulty';
import { type ExpertsWeights, gainOf, parseExperts } from './experts';
import { type LexicalWeights, lexicalWinRate, requireFeatures } from './lexical';
import { type Platt, parsePlatt, winRateOf } from './platt';
import { inputsOf, type Projection, parseProjection } from './promptInputs';
import { parseTree, sumOfLeaves, type Tree } from './trees';
import { readWeights } from './weights';

export interface DefaultWeights {
  readonly projection: Projection;
  readonly experts: ExpertsWeights;
  /** Learnt from all kinds of prompts at once. */
  readonly trees: readonly Tree[];
  readonly difficulty: DifficultyWeights;
  /** How much each part counts in the sum. */
  readonly blend: Blend;
  readonly platt: Platt;
}

interface Blend {
  readonly experts: number;
  readonly trees: number;
  readonly gain: number;
  readonly weakFails: number;
}

/** @throws TurnoutError `weights-damaged`, naming what does not fit */
export function parseDefaultWeights(json: unknown): DefaultWeights {
  const weights = readWeights(json, 'default.json');
  requireFeatures(weights);
  const blend = weights.object('blend');
  const projection = parseProjection(weights.object('projection'));
  const inputs = projection.count + featureNames.length;
  return {
    projection,
    experts: parseExperts(weights, inputs),
    trees: weights.list('trees').map((tree, rank) => parseTree(tree, inputs, `default.json: tree ${rank}`)),
    difficulty: parseDifficulty(weights.object('difficulty'), featureNames.length),
    blend: {
      experts: blend.number('experts'),
      trees: blend.number('trees'),
      gain: blend.number('gain'),
      weakFails: blend.number('weakFails'),
    },
    platt: parsePlatt(weights),
  };
}

/**
 * What a prompt means and how it is written, together: an expert for each kind of prompt, trees over all kinds, and a model
 * of difficulty, calibrated as one. Where the encoder cannot read the prompt, the lexical trees decide alone.
 */
export function createDefaultRouter(weights: DefaultWeights, lexical: LexicalWeights, embed: Embed): Router {
  const { blend, difficulty, experts, projection, trees } = weights;
  return {
    name: 'default',
    winRate: async (prompt) => {
      const embedding = embed(prompt); // in a thread of its own, so that counting takes no time on top
      const features = countFeatures(prompt);
      const { values, unknownShare } = await embedding;
      if (isUnreadable(unknownShare)) return { winRate: lexicalWinRate(lexical, features), unknownShare };
      const inputs = inputsOf(projection, values, features);
      const { gain, weakFails } = difficultyOf(difficulty, values, features);
      const score =
        blend.experts * gainOf(experts, inputs) +
        blend.trees * sumOfLeaves(trees, inputs) +
        blend.gain * gain +
        blend.weakFails * weakFails;
      return { winRate: winRateOf(score, weights.platt), unknownShare };
    },
  };
}

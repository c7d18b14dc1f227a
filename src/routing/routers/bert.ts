import type { Estimate, Router } from '../router';
import { type Platt, parsePlatt, winRateOf } from './platt';
import { readWeights } from './weights';

/** Who wins, in the order of the network's logits. */
const outcomes = ['strong', 'tie', 'weak'] as const;

export interface BertWeights {
  readonly platt: Platt;
}

/** Runs the fine-tuned network: the log-odds of each outcome, and how much of the prompt it could not read. */
export type Classify = (
  prompt: string,
) => Promise<Pick<Estimate, 'unknownShare'> & { readonly values: Float32Array }>;

/** @throws TurnoutError `weights-damaged`, naming what does not fit */
export function parseBertWeights(json: unknown): BertWeights {
  const weights = readWeights(json, 'bert.json');
  const listed = weights.list('outcomes');
  if (listed.length !== outcomes.length || outcomes.some((outcome, i) => listed[i] !== outcome)) {
    return weights.fail(`"outcomes" must be ${outcomes.join(', ')}`);
  }
  return { platt: parsePlatt(weights) };
}

/**
 * An encoder fine-tuned end to end to tell who wins (paper §4.2). The win rate is P(strong wins) + P(tie) / 2,
 * calibrated; RouteLLM's code counts a tie wholly for the weak side.
 */
export function createBertRouter(weights: BertWeights, classify: Classify): Router {
  return {
    name: 'bert',
    winRate: async (prompt) => {
      const { values, unknownShare } = await classify(prompt);
      return { winRate: winRateOf(winScore(values), weights.platt), unknownShare };
    },
  };
}

/** Log-odds of P(strong wins) + P(tie) / 2. Twin of training/bert_network.py. */
export function winScore(logits: Float32Array): number {
  const [strong, tie, weak] = logits;
  if (strong === undefined || tie === undefined || weak === undefined || logits.length !== outcomes.length) {
    throw new Error(`The network of the bert pack gave ${logits.length} logits, not ${outcomes.length}.`);
  }
  const half = tie - Math.LN2;
  return logSum(strong, half) - logSum(weak, half);
}

/** log(eᵃ + eᵇ), without overflow. */
function logSum(a: number, b: number): number {
  return Math.max(a, b) + Math.log1p(Math.exp(-Math.abs(a - b)));
}

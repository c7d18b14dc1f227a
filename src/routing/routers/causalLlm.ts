import type { Message } from '../chat';
import { cutText } from '../features/textCut';
import { type Estimate, highestWinRate, type Router } from '../router';
import { type Platt, parsePlatt, winRateOf } from './platt';
import { readWeights } from './weights';

/** How well the weak model will do, from badly to as well as the strong one. */
export const labels = ['1', '2', '3', '4', '5'] as const;

/** The labels from here on say that the weak model is good enough (RouteLLM's rule). */
const goodEnough = 3;

export interface CausalLlmWeights {
  readonly platt: Platt;
}

/** Runs the pack's language model: the log-odds of each label as the next token. */
export type RateByNetwork = (
  prompt: string,
) => Promise<Pick<Estimate, 'unknownShare'> & { readonly values: Float32Array }>;

/** Asks a model at an endpoint: the probability of each label as its first token, 0 where it did not say. */
export type RateByEndpoint = (messages: readonly Message[]) => Promise<readonly number[]>;

/** @throws TurnoutError `weights-damaged`, naming what does not fit */
export function parseCausalLlmWeights(json: unknown): CausalLlmWeights {
  const weights = readWeights(json, 'causal_llm.json');
  const listed = weights.list('labels');
  if (listed.length !== labels.length || labels.some((label, i) => listed[i] !== label)) {
    return weights.fail(`"labels" must be ${labels.join(', ')}`);
  }
  return { platt: parsePlatt(weights) };
}

/**
 * A language model tuned to rate how well the weak model will do (paper §4.2): the win rate is one minus the
 * probability of the labels 4 and 5 among the five, calibrated. Its question is part of the pack's tokenizer.
 */
export function createCausalLlmRouter(weights: CausalLlmWeights, rate: RateByNetwork): Router {
  return {
    name: 'causal_llm',
    winRate: async (prompt) => {
      const { values, unknownShare } = await rate(prompt);
      return { winRate: winRateOf(winScore(values), weights.platt), unknownShare };
    },
  };
}

/** The same router with any instruction-tuned model for a rater, its probabilities taken as they come. */
export function createCausalLlmEndpointRouter(rate: RateByEndpoint): Router {
  return {
    name: 'causal_llm',
    winRate: async (prompt) => {
      const probabilities = await rate(ratingRequest(prompt));
      const weak = sum(probabilities.slice(goodEnough));
      const winRate = 1 - weak / sum(probabilities);
      return { winRate: Math.min(Math.max(winRate, 0), highestWinRate), unknownShare: 0 };
    },
  };
}

/** What an endpoint's model is asked; of a long prompt it sees beginning and end. */
export function ratingRequest(prompt: string): readonly Message[] {
  return [
    {
      role: 'user',
      content:
        'Rate how well a small, cheap language model would answer the prompt below, compared with the best one there is.\n' +
        '1: far worse. 2: worse. 3: somewhat worse. 4: nearly as well. 5: just as well.\n' +
        'Do not answer the prompt. Reply with one digit from 1 to 5 and nothing else.\n\n' +
        `<prompt>\n${cutText(prompt)}\n</prompt>\n\nThe rating, one digit:`,
    },
  ];
}

/** Log-odds of the labels 1 to 3 against 4 and 5. Twin of training/causal_tuning.py. */
export function winScore(logits: Float32Array): number {
  if (logits.length !== labels.length) {
    throw new Error(`The network of the causal_llm pack gave ${logits.length} logits, not ${labels.length}.`);
  }
  return logSum(logits.subarray(0, goodEnough)) - logSum(logits.subarray(goodEnough));
}

/** log Σ eˣ, without overflow. */
function logSum(values: Float32Array): number {
  const highest = Math.max(...values);
  return highest + Math.log(sum(Array.from(values, (value) => Math.exp(value - highest))));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

import type { Embed, Router } from '../router';
import { createLexicalScore, type LexicalWeights } from './lexical';
import { createMfScore, type MfWeights } from './mf';
import { type Platt, parsePlatt, winRateOf } from './platt';
import { readWeights } from './weights';

/** How much each router's raw score counts in the sum. */
export interface DefaultWeights {
  readonly mf: number;
  readonly lexical: number;
  readonly platt: Platt;
}

/** @throws TurnoutError `weights-damaged`, naming what does not fit */
export function parseDefaultWeights(json: unknown): DefaultWeights {
  const weights = readWeights(json, 'default.json');
  const blend = weights.object('blend');
  return { mf: blend.number('mf'), lexical: blend.number('lexical'), platt: parsePlatt(weights) };
}

/** What is meant and how it is written, together: a weighted sum of the two routers' log-odds, calibrated by itself. */
export function createDefaultRouter(
  weights: DefaultWeights,
  mf: MfWeights,
  lexical: LexicalWeights,
  embed: Embed,
): Router {
  const mfScore = createMfScore(mf);
  const lexicalScore = createLexicalScore(lexical);
  return {
    name: 'default',
    winRate: async (prompt) => {
      const score = weights.mf * mfScore(await embed(prompt)) + weights.lexical * lexicalScore(prompt);
      return winRateOf(score, weights.platt);
    },
  };
}

import { countFeatures } from '../features';
import { type Embed, isUnreadable, type Router } from '../router';
import { gainOf, type ItemResponseWeights, parseItemResponse } from './itemResponse';
import { createLexicalScore, type LexicalWeights } from './lexical';
import { type Platt, parsePlatt, winRateOf } from './platt';
import { readWeights } from './weights';

export interface DefaultWeights {
  readonly itemResponse: ItemResponseWeights;
  /** How much each part counts in the sum. */
  readonly blend: { readonly itemResponse: number; readonly lexical: number };
  readonly platt: Platt;
}

/** @throws TurnoutError `weights-damaged`, naming what does not fit */
export function parseDefaultWeights(json: unknown): DefaultWeights {
  const weights = readWeights(json, 'default.json');
  const blend = weights.object('blend');
  return {
    itemResponse: parseItemResponse(weights.object('itemResponse')),
    blend: { itemResponse: blend.number('itemResponse'), lexical: blend.number('lexical') },
    platt: parsePlatt(weights),
  };
}

/**
 * What a prompt means and how it is written, together: the item response model and the lexical trees, calibrated as one.
 * Where the encoder cannot read the prompt, the trees decide alone.
 */
export function createDefaultRouter(weights: DefaultWeights, lexical: LexicalWeights, embed: Embed): Router {
  const lexicalScore = createLexicalScore(lexical);
  const { blend, itemResponse } = weights;
  return {
    name: 'default',
    winRate: async (prompt) => {
      const features = countFeatures(prompt);
      const { values, unknownShare } = await embed(prompt);
      const shape = lexicalScore(features);
      if (isUnreadable(unknownShare)) return { winRate: winRateOf(shape, lexical.platt), unknownShare };
      const score = blend.itemResponse * gainOf(itemResponse, values, features) + blend.lexical * shape;
      return { winRate: winRateOf(score, weights.platt), unknownShare };
    },
  };
}

import type { ModelRef, Pair } from '../chat';
import { expectedOutputTokens } from '../ledger/pricing';
import { type BinSums, modelKey, type Tally } from '../ledger/tally';
import type { ExpectedLength } from './report';

/** What is known of the length of a model's answers. */
export interface KnownLength extends ExpectedLength {
  /** Of a single answer, in tokens squared. */
  readonly variance: number;
}

/** Looks up what the whole ledger says of a model. */
export type LengthOf<Length = KnownLength> = (ref: ModelRef) => Length;

/** So many answers of its own weigh as much as what another model said in its place. */
const priorAnswers = 10;

/** Learns from a model's own answers how long they are; the fewer there are, the less they weigh. */
export function learnLengths(tallies: readonly Tally[]): LengthOf {
  const known = new Map<string, KnownLength>();
  return (ref) => {
    const key = modelKey(ref);
    const length = known.get(key) ?? learnLength(ref, key, tallies);
    known.set(key, length);
    return length;
  };
}

function learnLength(ref: ModelRef, key: string, tallies: readonly Tally[]): KnownLength {
  const sums = tallies.flatMap(({ lengths }) => lengths.get(key) ?? []);
  const sum = (name: 'answers' | 'tokens' | 'squares') => sums.reduce((total, of) => total + of[name], 0);
  const answers = sum('answers');
  const mean = answers === 0 ? null : sum('tokens') / answers;
  // About the mean; what is not known yet scatters as the paper's mean answer would, were lengths exponential.
  const scatter = mean === null ? 0 : Math.max(0, sum('squares') - answers * mean ** 2);
  const variance = (scatter + priorAnswers * expectedOutputTokens ** 2) / (answers + priorAnswers);
  return { ref, answers, mean, weight: answers / (answers + priorAnswers), variance };
}

type Priced = Pick<
  BinSums,
  'strongCost' | 'weakCost' | 'strongPrice' | 'strongPriceTokens' | 'weakPrice' | 'weakPriceTokens'
>;

/**
 * What each model alone would have cost: what its own answers did, and for those of the other one its own expected length
 * in place of theirs, in part or whole. It is linear in the sums, so parts add up.
 */
export function compare(
  sums: Priced,
  pair: Pair<ModelRef>,
  lengthOf: LengthOf<Pick<ExpectedLength, 'mean' | 'weight'>>,
): Pair<number> {
  const longer = (price: number, priceTokens: number, { mean, weight }: ReturnType<typeof lengthOf>) =>
    mean === null ? 0 : weight * (mean * price - priceTokens);
  return {
    strong: sums.strongCost + longer(sums.strongPrice, sums.strongPriceTokens, lengthOf(pair.strong)),
    weak: sums.weakCost + longer(sums.weakPrice, sums.weakPriceTokens, lengthOf(pair.weak)),
  };
}

/**
 * The variance of what always-strong would have cost: each answer's length scatters by itself, and the mean that all of
 * them go by may be off.
 *
 * @param price the sum of the prices of a token over the answers that were estimated, and of their squares
 */
export function comparisonVariance(
  price: { readonly sum: number; readonly squares: number },
  { answers, variance }: KnownLength,
): number {
  return variance * (price.squares + price.sum ** 2 / (answers + priorAnswers));
}

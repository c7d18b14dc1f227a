import { otherSide, type Side } from '../chat';
import { type Entry, isAnswer } from './ledger';
import {
  type BinSums,
  binAt,
  cellAt,
  lengthAt,
  numberOfPair,
  type Sums,
  type Tally,
  winRateBins,
} from './tally';

/** Adds a call to the sums of its kind. @param day that of the entry's time where the user is, YYYY-MM-DD */
export function addEntry(tally: Tally, entry: Entry, day: string): void {
  const { decision, outcome, usage, time } = entry;
  const side = decision.model;
  const pairNumber = numberOfPair(tally, entry.pair);
  const { sums } = cellAt(tally, day, pairNumber, side, entry);
  sums.calls++;
  if (entry.kind === 'practice') return;
  if (tally.firstCall === undefined || time < tally.firstCall) tally.firstCall = time;
  const priced = isPriced(entry) ? entry : undefined;
  addCall(sums, entry, priced);
  const isWhole = outcome.kind === 'ok' || outcome.kind === 'replaced';
  if (isWhole && usage.source === 'measured') addLength(tally, pairNumber, side, usage.outputTokens);
  const { winRate } = decision;
  // Each prompt once, however many calls it took.
  if (winRate === null || entry.retryOf !== undefined || !isAnswer(entry)) return;
  const bin = Math.min(winRateBins - 1, Math.floor(winRate * winRateBins));
  const version = decision.routerVersion ?? null;
  addPrompt(binAt(tally, day, pairNumber, bin, decision.router, version).sums, entry, priced);
}

/** An entry whose three costs are known: sums over different calls could not be compared. */
type Priced = Entry & {
  readonly cost: number;
  readonly alwaysStrongCost: number;
  readonly alwaysWeakCost: number;
};

function isPriced(entry: Entry): entry is Priced {
  return entry.cost !== null && entry.alwaysStrongCost !== null && entry.alwaysWeakCost !== null;
}

function addCall(sums: Sums, entry: Entry, priced: Priced | undefined): void {
  const { decision, outcome, usage } = entry;
  const answers = isAnswer(entry) ? 1 : 0;
  const strong = decision.model === 'strong' ? answers : 0;
  sums.requests += answers;
  sums.strong += strong;
  sums[outcome.kind]++;
  if (entry.retryOf !== undefined) sums.retries++;
  if (usage.source === 'estimated') sums.estimatedUsage++;
  sums.inputTokens += usage.inputTokens;
  sums.cachedInputTokens += usage.cachedInputTokens;
  sums.outputTokens += usage.outputTokens;
  sums.reasoningTokens += usage.reasoningTokens ?? 0;
  sums.routingMs += decision.ms;
  sums.paid += entry.cost ?? 0;
  if (priced === undefined) return;
  sums.priced++;
  sums.pricedRequests += answers;
  sums.pricedStrong += strong;
  addCosts(sums, priced);
  const otherPrice = otherPriceOf(entry);
  if (decision.model === 'weak' && otherPrice !== undefined) {
    sums.comparedLonger++;
    sums.strongPriceSquares += otherPrice ** 2;
  } else if (strong === 1 && entry.retryOf === undefined) sums.comparedOwn++;
  // What stands for no comparison with the strong model holds 0, and needs no basis.
  else if (priced.alwaysStrongCost !== 0) sums.comparedSame++;
}

function addPrompt(sums: BinSums, { decision }: Entry, priced: Priced | undefined): void {
  sums.prompts++;
  if (priced === undefined || decision.reason.code === 'chosen') return;
  sums.moved++;
  addCosts(sums, priced);
}

type CostSums = Pick<
  BinSums,
  'spent' | 'strongCost' | 'weakCost' | 'strongPrice' | 'strongPriceTokens' | 'weakPrice' | 'weakPriceTokens'
>;

function addCosts(sums: CostSums, entry: Priced): void {
  const { decision, usage } = entry;
  sums.spent += entry.cost;
  sums.strongCost += entry.alwaysStrongCost;
  sums.weakCost += entry.alwaysWeakCost;
  const otherPrice = otherPriceOf(entry);
  if (otherPrice === undefined) return;
  if (decision.model === 'strong') {
    sums.weakPrice += otherPrice;
    sums.weakPriceTokens += otherPrice * usage.outputTokens;
  } else {
    sums.strongPrice += otherPrice;
    sums.strongPriceTokens += otherPrice * usage.outputTokens;
  }
}

/** The price of a token of the model that did not answer, where its whole answer would have had another length. */
function otherPriceOf({ decision, outcome, outputPrices }: Entry): number | undefined {
  if (outcome.kind !== 'ok') return undefined;
  const price = outputPrices?.[otherSide(decision.model)] ?? undefined;
  return price === undefined ? undefined : price / 1e6;
}

function addLength(tally: Tally, pairNumber: number, side: Side, tokens: number): void {
  const sums = lengthAt(tally, pairNumber, side);
  sums.answers++;
  sums.tokens += tokens;
  sums.squares += tokens * tokens;
}

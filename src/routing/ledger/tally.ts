import type { ModelRef, Pair, Side } from '../chat';
import { type Door, type Entry, isAnswer, type Outcome } from './ledger';

/** What is summed over calls of one kind. Money in US dollars, over the priced calls, but for `paid`: over all of known cost. */
export const sumNames = [
  'calls',
  'requests',
  'strong',
  'retries',
  'estimatedUsage',
  'ok',
  'cancelled',
  'failed',
  'fell-back',
  'replaced',
  'inputTokens',
  'cachedInputTokens',
  'outputTokens',
  'reasoningTokens',
  'routingMs',
  'paid',
  'priced',
  'pricedRequests',
  'pricedStrong',
  'spent',
  'strongCost',
  'weakCost',
  'comparedOwn',
  'comparedLonger',
  'comparedSame',
  'strongPrice',
  'strongPriceTokens',
  'strongPriceSquares',
  'weakPrice',
  'weakPriceTokens',
] as const satisfies readonly (string | Outcome['kind'])[];

export type Sums = Record<(typeof sumNames)[number], number>;

/** The calls of one day that are alike in all that a report divides by. */
export interface Cell {
  readonly day: string;
  readonly kind: Entry['kind'];
  readonly door: Door;
  readonly languageId: string | null;
  readonly pair: Pair<ModelRef>;
  readonly side: Side;
  readonly sums: Sums;
}

/** What is summed over prompts of alike win rates; those from `moved` on over the priced prompts that a slider moves. */
export const binSumNames = [
  'prompts',
  'moved',
  'spent',
  'strongCost',
  'weakCost',
  'strongPrice',
  'strongPriceTokens',
  'weakPrice',
  'weakPriceTokens',
] as const;

export type BinSums = Record<(typeof binSumNames)[number], number>;

/** The prompts of one day whose win rates are alike. */
export interface BinCell {
  readonly day: string;
  readonly pair: Pair<ModelRef>;
  readonly router: string;
  readonly version: string | null;
  /** From 0 to {@link winRateBins} − 1. */
  readonly bin: number;
  readonly sums: BinSums;
}

/** Into so many equal bins win rates are sorted. */
export const winRateBins = 100;

/** The output tokens of a model's own whole answers, as its provider counted them. */
export interface LengthSums {
  readonly ref: ModelRef;
  answers: number;
  tokens: number;
  squares: number;
}

/**
 * What a stretch of the ledger comes to: sums alone, as few as its days have kinds of calls. All that a report says is
 * made of them, but for single entries. Sums of two tallies add up.
 */
export interface Tally {
  /** Each pair once: what came before is found by its number. */
  readonly pairs: Pair<ModelRef>[];
  readonly cells: Map<string, Cell>;
  readonly bins: Map<string, BinCell>;
  /** By {@link modelKey}. */
  readonly lengths: Map<string, LengthSums>;
  /** The time of the first call; undefined without any. */
  firstCall: string | undefined;
}

export function emptyTally(): Tally {
  return { pairs: [], cells: new Map(), bins: new Map(), lengths: new Map(), firstCall: undefined };
}

export function modelKey({ baseUrl, model }: ModelRef): string {
  return `${baseUrl}\n${model}`;
}

export function zeros<Name extends string>(names: readonly Name[]): Record<Name, number> {
  return Object.fromEntries(names.map((name) => [name, 0])) as Record<Name, number>;
}

/** @returns the number of a pair, which gets one if it is new */
export function numberOfPair({ pairs }: Tally, { strong, weak }: Pair<ModelRef>): number {
  const isSame = (one: ModelRef, other: ModelRef) =>
    one === other || (one.model === other.model && one.baseUrl === other.baseUrl);
  const known = pairs.findIndex((pair) => isSame(pair.strong, strong) && isSame(pair.weak, weak));
  return known === -1 ? pairs.push({ strong, weak }) - 1 : known;
}

/** Which cell a call of this kind is summed in; short, since it is made for every entry. */
export function cellKey(
  { day, kind, door, languageId, side }: Omit<Cell, 'sums' | 'pair'>,
  pairNumber: number,
): string {
  return `${day} ${kind} ${door} ${side} ${pairNumber} ${languageId ?? ''}`;
}

/** Which cell a prompt of this kind is summed in. */
export function binKey(
  { day, bin, router, version }: Omit<BinCell, 'sums' | 'pair'>,
  pairNumber: number,
): string {
  return `${day} ${bin} ${pairNumber} ${version ?? ''} ${router}`;
}

/** @param day that of the entry's time where the user is, YYYY-MM-DD */
export function addEntry(tally: Tally, entry: Entry, day: string): void {
  const { kind, decision, pair, outcome, usage, time } = entry;
  const side = decision.model;
  const pairNumber = numberOfPair(tally, pair);
  const place = { day, kind, door: entry.door, languageId: entry.languageId ?? null, side };
  const key = cellKey(place, pairNumber);
  let cell = tally.cells.get(key);
  if (cell === undefined) {
    cell = { ...place, pair: tally.pairs[pairNumber] ?? pair, sums: zeros(sumNames) };
    tally.cells.set(key, cell);
  }
  const { sums } = cell;
  sums.calls++;
  if (kind === 'practice') return;
  if (tally.firstCall === undefined || time < tally.firstCall) tally.firstCall = time;
  addCall(sums, entry);
  const isWhole = outcome.kind === 'ok' || outcome.kind === 'replaced';
  if (isWhole && usage.source === 'measured') addLength(tally, pair[side], usage.outputTokens);
  addWinRate(tally, entry, day, pairNumber);
}

function addCall(sums: Sums, entry: Entry): void {
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
  const costs = costsOf(entry);
  if (costs === undefined) return;
  sums.priced++;
  sums.pricedRequests += answers;
  sums.pricedStrong += strong;
  sums.spent += costs.spent;
  sums.strongCost += costs.strongCost;
  sums.weakCost += costs.weakCost;
  const { strongPrice, weakPrice } = longerPrices(entry);
  if (strongPrice !== undefined) sums.comparedLonger++;
  else if (strong === 1 && entry.retryOf === undefined) sums.comparedOwn++;
  // What stands for no comparison with the strong model holds 0, and needs no basis.
  else if (costs.strongCost !== 0) sums.comparedSame++;
  addPrices(sums, usage.outputTokens, strongPrice, weakPrice);
  sums.strongPriceSquares += (strongPrice ?? 0) ** 2;
}

/** The three costs, where all are known: sums over different calls could not be compared. */
function costsOf({ cost, alwaysStrongCost, alwaysWeakCost }: Entry) {
  return cost === null || alwaysStrongCost === null || alwaysWeakCost === null
    ? undefined
    : { spent: cost, strongCost: alwaysStrongCost, weakCost: alwaysWeakCost };
}

/** Prices of a token of the model that did not answer, where its whole answer would have had another length. */
function longerPrices({ decision, outcome, outputPrices }: Entry): {
  readonly strongPrice?: number;
  readonly weakPrice?: number;
} {
  if (outcome.kind !== 'ok') return {};
  const price = outputPrices?.[decision.model === 'strong' ? 'weak' : 'strong'] ?? undefined;
  if (price === undefined) return {};
  return decision.model === 'strong' ? { weakPrice: price / 1e6 } : { strongPrice: price / 1e6 };
}

function addPrices(
  sums: Pick<BinSums, 'strongPrice' | 'strongPriceTokens' | 'weakPrice' | 'weakPriceTokens'>,
  outputTokens: number,
  strongPrice = 0,
  weakPrice = 0,
): void {
  sums.strongPrice += strongPrice;
  sums.strongPriceTokens += strongPrice * outputTokens;
  sums.weakPrice += weakPrice;
  sums.weakPriceTokens += weakPrice * outputTokens;
}

function addLength({ lengths }: Tally, ref: ModelRef, tokens: number): void {
  const key = modelKey(ref);
  let sums = lengths.get(key);
  if (sums === undefined) {
    sums = { ref, answers: 0, tokens: 0, squares: 0 };
    lengths.set(key, sums);
  }
  sums.answers++;
  sums.tokens += tokens;
  sums.squares += tokens * tokens;
}

/** Counts each prompt once, however many calls it took. */
function addWinRate({ bins, pairs }: Tally, entry: Entry, day: string, pairNumber: number): void {
  const { decision, pair } = entry;
  const { winRate, router, routerVersion: version = null } = decision;
  if (winRate === null || entry.retryOf !== undefined || !isAnswer(entry)) return;
  const bin = Math.min(winRateBins - 1, Math.floor(winRate * winRateBins));
  const place = { day, router, version, bin };
  const key = binKey(place, pairNumber);
  let cell = bins.get(key);
  if (cell === undefined) {
    cell = { ...place, pair: pairs[pairNumber] ?? pair, sums: zeros(binSumNames) };
    bins.set(key, cell);
  }
  const { sums } = cell;
  sums.prompts++;
  const costs = costsOf(entry);
  if (costs === undefined || decision.reason.code === 'chosen') return;
  sums.moved++;
  sums.spent += costs.spent;
  sums.strongCost += costs.strongCost;
  sums.weakCost += costs.weakCost;
  const { strongPrice, weakPrice } = longerPrices(entry);
  addPrices(sums, entry.usage.outputTokens, strongPrice, weakPrice);
}

import type { ModelRef, Pair, Side } from '../chat';
import { type Door, type Entry, isAnswer, type Outcome } from './ledger';
import { createRows, type Rows } from './rows';

/**
 * What is summed over calls of one kind, nothing yet. Money in US dollars, over the priced calls, but for `paid`: over all of
 * known cost. Written out, not made of a list of names, since engines keep the numbers of such an object in place.
 */
export function emptySums() {
  return {
    calls: 0,
    requests: 0,
    strong: 0,
    retries: 0,
    estimatedUsage: 0,
    ok: 0,
    cancelled: 0,
    failed: 0,
    'fell-back': 0,
    replaced: 0,
    inputTokens: 0,
    cachedInputTokens: 0,
    outputTokens: 0,
    reasoningTokens: 0,
    routingMs: 0,
    paid: 0,
    priced: 0,
    pricedRequests: 0,
    pricedStrong: 0,
    spent: 0,
    strongCost: 0,
    weakCost: 0,
    comparedOwn: 0,
    comparedLonger: 0,
    comparedSame: 0,
    strongPrice: 0,
    strongPriceTokens: 0,
    strongPriceSquares: 0,
    weakPrice: 0,
    weakPriceTokens: 0,
  } satisfies Record<Outcome['kind'], number> & Record<string, number>;
}

export type Sums = ReturnType<typeof emptySums>;

export const sumNames = Object.keys(emptySums()) as readonly (keyof Sums)[];

export function addSums(sums: Sums, more: Sums): void {
  for (const name of sumNames) sums[name] += more[name];
}

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
export function emptyBinSums() {
  return {
    prompts: 0,
    moved: 0,
    spent: 0,
    strongCost: 0,
    weakCost: 0,
    strongPrice: 0,
    strongPriceTokens: 0,
    weakPrice: 0,
    weakPriceTokens: 0,
  };
}

export type BinSums = ReturnType<typeof emptyBinSums>;

export const binSumNames = Object.keys(emptyBinSums()) as readonly (keyof BinSums)[];

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
  /** Each pair once: cells are found by its number. */
  readonly pairs: Pair<ModelRef>[];
  readonly cells: Cell[];
  readonly bins: BinCell[];
  /** By {@link modelKey}. */
  readonly lengths: Map<string, LengthSums>;
  /** The time of the first call; undefined without any. */
  firstCall: string | undefined;
  /** Where the cells, bins and lengths of a pair are found. */
  readonly found: {
    readonly cells: Rows<Cell>;
    readonly bins: Rows<BinCell>;
    readonly lengths: { strong?: LengthSums; weak?: LengthSums }[];
  };
}

export function emptyTally(): Tally {
  return {
    pairs: [],
    cells: [],
    bins: [],
    lengths: new Map(),
    firstCall: undefined,
    found: { cells: createRows(), bins: createRows(), lengths: [] },
  };
}

export function modelKey({ baseUrl, model }: ModelRef): string {
  return `${baseUrl}\n${model}`;
}

/** @returns the number of a pair, which gets one if it is new */
export function numberOfPair({ pairs }: Tally, { strong, weak }: Pair<ModelRef>): number {
  for (const [number, pair] of pairs.entries()) {
    if (isSameModel(pair.strong, strong) && isSameModel(pair.weak, weak)) return number;
  }
  return pairs.push({ strong, weak }) - 1;
}

function isSameModel(one: ModelRef, other: ModelRef): boolean {
  return one.model === other.model && one.baseUrl === other.baseUrl;
}

/** The cell that a call of this kind is summed in. @param pairNumber by {@link numberOfPair} */
export function cellAt(
  { cells, pairs, found }: Tally,
  place: Omit<Cell, 'sums' | 'pair'>,
  pairNumber: number,
): Cell {
  const row = found.cells.at(place.day, pairNumber, place.door, place.languageId);
  const index = (place.side === 'strong' ? 2 : 0) + (place.kind === 'call' ? 1 : 0);
  const known = row[index];
  if (known !== undefined) return known;
  const cell = { ...place, pair: pairs[pairNumber] as Pair<ModelRef>, sums: emptySums() };
  row[index] = cell;
  cells.push(cell);
  return cell;
}

/** The cell that a prompt of this kind is summed in. @param pairNumber by {@link numberOfPair} */
export function binAt(
  { bins, pairs, found }: Tally,
  place: Omit<BinCell, 'sums' | 'pair'>,
  pairNumber: number,
): BinCell {
  const row = found.bins.at(place.day, pairNumber, place.router, place.version);
  const known = row[place.bin];
  if (known !== undefined) return known;
  const cell = { ...place, pair: pairs[pairNumber] as Pair<ModelRef>, sums: emptyBinSums() };
  row[place.bin] = cell;
  bins.push(cell);
  return cell;
}

/** @param day that of the entry's time where the user is, YYYY-MM-DD */
export function addEntry(tally: Tally, entry: Entry, day: string): void {
  const { kind, decision, outcome, usage, time } = entry;
  const side = decision.model;
  const pairNumber = numberOfPair(tally, entry.pair);
  const place = { day, kind, door: entry.door, languageId: entry.languageId ?? null, side };
  const { sums } = cellAt(tally, place, pairNumber);
  sums.calls++;
  if (kind === 'practice') return;
  if (tally.firstCall === undefined || time < tally.firstCall) tally.firstCall = time;
  addCall(sums, entry);
  const isWhole = outcome.kind === 'ok' || outcome.kind === 'replaced';
  if (isWhole && usage.source === 'measured') addLength(tally, pairNumber, side, usage.outputTokens);
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

function addLength(tally: Tally, pairNumber: number, side: Side, tokens: number): void {
  const sums = lengthAt(tally, pairNumber, side);
  sums.answers++;
  sums.tokens += tokens;
  sums.squares += tokens * tokens;
}

/** A model may be part of several pairs. */
function lengthAt({ pairs, lengths, found }: Tally, pairNumber: number, side: Side): LengthSums {
  found.lengths[pairNumber] ??= {};
  const ofPair = found.lengths[pairNumber];
  const known = ofPair[side];
  if (known !== undefined) return known;
  const { [side]: ref } = pairs[pairNumber] as Pair<ModelRef>;
  const key = modelKey(ref);
  const sums = lengths.get(key) ?? { ref, answers: 0, tokens: 0, squares: 0 };
  lengths.set(key, sums);
  ofPair[side] = sums;
  return sums;
}

/** Counts each prompt once, however many calls it took. */
function addWinRate(tally: Tally, entry: Entry, day: string, pairNumber: number): void {
  const { decision } = entry;
  const { winRate, router, routerVersion: version = null } = decision;
  if (winRate === null || entry.retryOf !== undefined || !isAnswer(entry)) return;
  const bin = Math.min(winRateBins - 1, Math.floor(winRate * winRateBins));
  const place = { day, router, version, bin };
  const { sums } = binAt(tally, place, pairNumber);
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

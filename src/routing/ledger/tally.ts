import type { ModelRef, Pair, Side } from '../chat';
import type { Door, Entry, Outcome } from './ledger';
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
  day: string,
  pairNumber: number,
  side: Side,
  { door, languageId = null, kind }: Pick<Cell, 'door' | 'kind'> & Partial<Pick<Cell, 'languageId'>>,
): Cell {
  const row = found.cells.at(day, pairNumber, door, languageId);
  const index = (side === 'strong' ? 2 : 0) + (kind === 'call' ? 1 : 0);
  const known = row[index];
  if (known !== undefined) return known;
  const pair = pairs[pairNumber] as Pair<ModelRef>;
  const cell = { day, kind, door, languageId, pair, side, sums: emptySums() };
  row[index] = cell;
  cells.push(cell);
  return cell;
}

/** The cell that a prompt of this kind is summed in. @param pairNumber by {@link numberOfPair} */
export function binAt(
  { bins, pairs, found }: Tally,
  day: string,
  pairNumber: number,
  bin: number,
  router: string,
  version: string | null,
): BinCell {
  const row = found.bins.at(day, pairNumber, router, version);
  const known = row[bin];
  if (known !== undefined) return known;
  const pair = pairs[pairNumber] as Pair<ModelRef>;
  const cell = { day, pair, router, version, bin, sums: emptyBinSums() };
  row[bin] = cell;
  bins.push(cell);
  return cell;
}

/** The lengths of one side's model, which may be part of several pairs. @param pairNumber by {@link numberOfPair} */
export function lengthAt({ pairs, lengths, found }: Tally, pairNumber: number, side: Side): LengthSums {
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

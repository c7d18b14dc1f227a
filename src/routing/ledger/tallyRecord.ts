import type { ModelRef, Pair, Side } from '../chat';
import {
  binAt,
  binSumNames,
  type Cell,
  cellAt,
  emptyTally,
  type LengthSums,
  modelKey,
  numberOfPair,
  sumNames,
  type Tally,
} from './tally';

/** A tally as it is kept: a row a cell, its pair by number, its sums in the order of their names. */
export interface TallyRecord {
  /** What the columns are; a record with others is of another version, and of no use. */
  readonly columns: string;
  readonly pairs: readonly Pair<ModelRef>[];
  readonly cells: readonly CellRow[];
  readonly bins: readonly BinRow[];
  readonly lengths: readonly LengthSums[];
  readonly firstCall?: string | undefined;
}

type CellRow = readonly [
  day: string,
  kind: Cell['kind'],
  door: Cell['door'],
  languageId: string | null,
  pair: number,
  side: Side,
  ...sums: number[],
];

type BinRow = readonly [
  day: string,
  pair: number,
  router: string,
  version: string | null,
  bin: number,
  ...sums: number[],
];

const columns = [...sumNames, '/', ...binSumNames].join(' ');

export function recordTally(tally: Tally): TallyRecord {
  const { cells, bins, pairs, lengths, firstCall } = tally;
  const numberOf = (pair: Pair<ModelRef>) => numberOfPair(tally, pair);
  return {
    columns,
    cells: cells.map(({ day, kind, door, languageId, pair, side, sums }) => [
      day,
      kind,
      door,
      languageId,
      numberOf(pair),
      side,
      ...sumNames.map((name) => sums[name]),
    ]),
    bins: bins.map(({ day, pair, router, version, bin, sums }) => [
      day,
      numberOf(pair),
      router,
      version,
      bin,
      ...binSumNames.map((name) => sums[name]),
    ]),
    pairs,
    lengths: [...lengths.values()],
    firstCall,
  };
}

/** @returns undefined for what this version of Turnout has not written */
export function restoreTally(record: TallyRecord): Tally | undefined {
  if (record.columns !== columns) return undefined;
  const tally = emptyTally();
  tally.pairs.push(...record.pairs);
  for (const [day, kind, door, languageId, number, side, ...values] of record.cells) {
    if (record.pairs[number] === undefined) return undefined;
    fill(cellAt(tally, day, number, side, { door, languageId, kind }).sums, sumNames, values);
  }
  for (const [day, number, router, version, bin, ...values] of record.bins) {
    if (record.pairs[number] === undefined) return undefined;
    fill(binAt(tally, day, number, bin, router, version).sums, binSumNames, values);
  }
  for (const sums of record.lengths) tally.lengths.set(modelKey(sums.ref), { ...sums });
  tally.firstCall = record.firstCall;
  return tally;
}

/** Puts kept values in place of nothing. */
function fill<Name extends string>(
  sums: Record<Name, number>,
  names: readonly Name[],
  values: readonly number[],
): void {
  for (const [index, name] of names.entries()) sums[name] = values[index] ?? 0;
}

import type { Pair } from '../chat';
import { type DateRange, isWithin } from '../days';
import type { Entry } from '../ledger/ledger';
import { costOfRouting } from '../ledger/pricing';
import {
  addSums,
  type BinCell,
  type Cell,
  emptySums,
  modelKey,
  type Sums,
  type Tally,
  winRateBins,
} from '../ledger/tally';
import { type QualityCurves, qualityAt } from '../slider/stopForecast';
import { compare, comparisonVariance, type LengthOf, learnLengths } from './comparison';
import { redecide, redecidedDays } from './redecision';
import type {
  ComparisonBasis,
  Control,
  ExpectedLength,
  QualityKept,
  Report,
  SavingInterval,
  Totals,
  WinRateHistogram,
} from './report';

/** What a report is made from. */
export interface ReportBasis {
  /** Of the whole ledger, a part each. */
  readonly tallies: readonly Tally[];
  readonly range: DateRange;
  /** YYYY-MM-DD where the user is. */
  readonly today: string;
  readonly curves: QualityCurves;
  /** The latest entries of the range, newest first. */
  readonly latest: readonly Entry[];
  readonly skippedLines: number;
  readonly newerLines: number;
}

/** Sums up the ledger. */
export function reportOf(basis: ReportBasis): Report {
  const { tallies, range, latest, skippedLines, newerLines } = basis;
  const lengthOf = learnLengths(tallies);
  const recorded = tallies.flatMap(({ cells }) => cells);
  const cells = recorded.filter(({ day }) => isWithin(day, range));
  const calls = cells.filter(({ kind }) => kind === 'call');
  const bins = tallies.flatMap(({ bins }) => bins);
  const divide = <Key>(keyOf: (cell: Cell) => string, name: (cell: Cell) => Key) =>
    group(calls, keyOf).map((part) => ({ ...name(part[0]), ...totalsOf(part, lengthOf) }));
  const totals = totalsOf(calls, lengthOf);
  const strongShare = totals.requests === 0 ? null : totals.strong / totals.requests;
  const winRates = histogramsOf(
    bins.filter(({ day }) => isWithin(day, range)),
    latest,
  );
  return {
    ...totals,
    range,
    recorded: spanOf(recorded.filter(({ kind }) => kind === 'call')),
    strongShare,
    practiceCalls: cells.reduce((sum, { kind, sums }) => sum + (kind === 'practice' ? sums.calls : 0), 0),
    interval: totals.priced === 0 ? null : intervalOf(totals.saved, calls, lengthOf),
    basis: basisOf(calls, lengthOf),
    control: controlOf(totals, calls),
    quality: qualityOf(strongShare, winRates[0], basis.curves),
    days: divide(
      ({ day }) => day,
      ({ day }) => ({ day }),
    ).sort((a, b) => a.day.localeCompare(b.day)),
    models: divide(
      (cell) => modelKey(cell.pair[cell.side]),
      (cell) => ({ ref: cell.pair[cell.side] }),
    ).sort(byCalls),
    doors: divide(
      ({ door }) => door,
      ({ door }) => ({ door }),
    ).sort(byCalls),
    languages: divide(
      ({ languageId }) => languageId ?? '',
      ({ languageId }) => ({ languageId }),
    ).sort(byCalls),
    winRates,
    slider: sliderOf(basis, recorded, bins, lengthOf),
    latest,
    skippedLines,
    newerLines,
  };
}

function byCalls(a: Totals, b: Totals): number {
  return b.calls - a.calls;
}

function spanOf(cells: readonly Cell[]): Report['recorded'] {
  const [first] = cells;
  if (first === undefined) return null;
  const span = { from: first.day, to: first.day };
  for (const { day } of cells) {
    if (day < span.from) span.from = day;
    if (day > span.to) span.to = day;
  }
  return span;
}

/** @returns the groups, none of them empty */
function group<T>(items: readonly T[], keyOf: (item: T) => string): (readonly [T, ...T[]])[] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const key = keyOf(item);
    const found = groups.get(key);
    if (found === undefined) groups.set(key, [item]);
    else found.push(item);
  }
  return [...groups.values()];
}

/** The saving of one day, in US dollars; unpriced and practice calls count nothing. @param tallies of the whole ledger */
export function savedOn(day: string, tallies: readonly Tally[]): number {
  const cells = tallies.flatMap(({ cells }) => cells.filter((cell) => cell.day === day));
  return totalsOf(cells, learnLengths(tallies)).saved;
}

/** The totals of cells; of practice they hold nothing but its calls. */
function totalsOf(cells: readonly Cell[], lengthOf: LengthOf): Totals {
  const all = emptySums();
  let alwaysStrongCost = 0;
  let alwaysWeakCost = 0;
  for (const [pair, sums] of sumByPair(cells)) {
    const { strong, weak } = compare(sums, pair, lengthOf);
    alwaysStrongCost += strong;
    alwaysWeakCost += weak;
    addSums(all, sums);
  }
  const { requests, strong, calls, priced, spent, routingMs, retries, estimatedUsage } = all;
  const { inputTokens, cachedInputTokens, outputTokens, reasoningTokens } = all;
  const routingCost = costOfRouting(routingMs);
  return {
    requests,
    strong,
    calls,
    priced,
    unpriced: calls - priced,
    spent,
    alwaysStrongCost,
    alwaysWeakCost,
    routingCost,
    routingMs,
    saved: alwaysStrongCost - spent - routingCost,
    inputTokens,
    cachedInputTokens,
    outputTokens,
    reasoningTokens,
    outcomes: {
      ok: all.ok,
      cancelled: all.cancelled,
      failed: all.failed,
      'fell-back': all['fell-back'],
      replaced: all.replaced,
    },
    retries,
    estimatedUsage,
  };
}

/** Of thousands of cells a few sums: the comparison is linear in them, but differs from pair to pair. */
function sumByPair(cells: readonly Cell[]): Map<Cell['pair'], Sums> {
  const pairs = new Map<Cell['pair'], Sums>();
  for (const { pair, sums } of cells) {
    let known = pairs.get(pair);
    if (known === undefined) {
      known = emptySums();
      pairs.set(pair, known);
    }
    addSums(known, sums);
  }
  return pairs;
}

/** Of a normal distribution, so many standard deviations to both sides hold 95 %. */
const deviations95 = 1.96;

function intervalOf(saved: number, calls: readonly Cell[], lengthOf: LengthOf): SavingInterval {
  // Models are off independently of each other, the answers of one model together.
  const variance = group(calls, ({ pair }) => modelKey(pair.strong)).reduce((total, cells) => {
    const price = { sum: 0, squares: 0 };
    for (const { sums } of cells) {
      price.sum += sums.strongPrice;
      price.squares += sums.strongPriceSquares;
    }
    return total + comparisonVariance(price, lengthOf(cells[0].pair.strong));
  }, 0);
  const reach = deviations95 * Math.sqrt(variance);
  return { low: saved - reach, high: saved + reach };
}

function basisOf(calls: readonly Cell[], lengthOf: LengthOf): ComparisonBasis {
  const sum = (name: 'comparedOwn' | 'comparedLonger' | 'comparedSame') =>
    calls.reduce((total, { sums }) => total + sums[name], 0);
  const compared = [
    ...calls.filter(({ sums }) => sums.strongPrice > 0).map(({ pair }) => pair.strong),
    ...calls.filter(({ sums }) => sums.weakPrice > 0).map(({ pair }) => pair.weak),
  ];
  return {
    own: sum('comparedOwn'),
    expectedLength: sum('comparedLonger'),
    sameTokens: sum('comparedSame'),
    lengths: group(compared, modelKey).map(([model]): ExpectedLength => {
      const { ref, answers, mean, weight } = lengthOf(model);
      return { ref, answers, mean, weight };
    }),
  };
}

function controlOf({ alwaysStrongCost, alwaysWeakCost }: Totals, calls: readonly Cell[]): Control | null {
  const sum = (name: 'pricedRequests' | 'pricedStrong') =>
    calls.reduce((total, { sums }) => total + sums[name], 0);
  const requests = sum('pricedRequests');
  if (requests === 0) return null;
  const strongShare = sum('pricedStrong') / requests;
  // Each prompt would have gone to the strong model with this chance, and cost what it costs there.
  const randomCost = strongShare * alwaysStrongCost + (1 - strongShare) * alwaysWeakCost;
  return { strongShare, randomCost, randomSaved: alwaysStrongCost - randomCost };
}

function qualityOf(
  strongShare: number | null,
  decided: WinRateHistogram | undefined,
  { routers }: QualityCurves,
): QualityKept | null {
  if (strongShare === null || decided === undefined) return null;
  const { router, version, prompts } = decided;
  const curve = routers[router];
  // Other weights were not tested.
  if (curve === undefined || !curve.hash.startsWith(version ?? '')) return null;
  const estimate = qualityAt(strongShare, curve);
  return estimate === undefined
    ? null
    : { ...estimate, router, strongShare, randomPgr: strongShare, requests: prompts };
}

function histogramsOf(bins: readonly BinCell[], latest: readonly Entry[]): WinRateHistogram[] {
  return group(bins, ({ router, version }) => `${router}\n${version ?? ''}`)
    .map((cells): WinRateHistogram => {
      const [{ router, version }] = cells;
      const counts = Array.from({ length: winRateBins }, () => 0);
      for (const { bin, sums } of cells) counts[bin] = (counts[bin] ?? 0) + sums.prompts;
      const last = latest.find(
        ({ decision }) => decision.router === router && (decision.routerVersion ?? null) === version,
      );
      return {
        router,
        version,
        prompts: counts.reduce((sum, count) => sum + count, 0),
        bins: counts,
        threshold: last?.decision.threshold ?? null,
      };
    })
    .sort((a, b) => b.prompts - a.prompts);
}

function sliderOf(
  { range, today }: ReportBasis,
  recorded: readonly Cell[],
  bins: readonly BinCell[],
  lengthOf: LengthOf,
): Report['slider'] {
  const days = redecidedDays(range.to ?? today);
  const spent = recorded
    .filter(({ day }) => isWithin(day, days))
    .reduce((total, { sums }) => ({ spent: total.spent + sums.spent, calls: total.calls + sums.priced }), {
      spent: 0,
      calls: 0,
    });
  const moved = bins.filter(({ day, sums }) => isWithin(day, days) && sums.moved > 0);
  const costs = group(moved, ({ bin }) => String(bin)).map((cells) => {
    const bin = { from: cells[0].bin / winRateBins, prompts: 0, spent: 0, strongCost: 0, weakCost: 0 };
    for (const { sums, pair } of cells) {
      const both: Pair<number> = compare(sums, pair, lengthOf);
      bin.prompts += sums.moved;
      bin.spent += sums.spent;
      bin.strongCost += both.strong;
      bin.weakCost += both.weak;
    }
    return bin;
  });
  return costs.length === 0 ? null : { ...days, ...redecide(costs, spent) };
}

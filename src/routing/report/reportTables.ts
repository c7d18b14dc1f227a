import type { Door, Entry, Outcome } from '../ledger/ledger';
import { compareCall } from './comparedCall';
import { accumulateDays } from './cumulativeDays';
import type { Report, ReportModel, Totals, WinRateHistogram } from './report';
import { hasPrices } from './report';
import type { ReportFormat } from './reportFormat';

/** A table of a report, worded: what every surface shows, and what stands behind each chart. */
export interface ReportTable {
  readonly id: ReportTableId;
  readonly columns: readonly ReportColumn[];
  /** The first cell of a row names it. */
  readonly rows: readonly (readonly string[])[];
}

export type ReportTableId =
  | 'spending'
  | 'strong-share'
  | 'models'
  | 'doors'
  | 'languages'
  | 'win-rates'
  | 'slider'
  | 'latest';

export interface ReportColumn {
  readonly label: string;
  /** Numbers are read from their end. */
  readonly numeric: boolean;
}

/** The words of the tables, in the language of the reader. */
export interface ReportWords {
  readonly spent: string;
  readonly alwaysStrong: string;
  readonly alwaysWeak: string;
  readonly saved: string;
  readonly saving: string;
  readonly strongShare: string;
  readonly requests: string;
  readonly calls: string;
  readonly unpricedCalls: string;
  readonly difference: string;
  readonly wouldHaveSpent: string;
  readonly prompts: string;
  readonly day: string;
  readonly time: string;
  readonly model: string;
  readonly door: string;
  readonly language: string;
  readonly winRate: string;
  readonly threshold: string;
  readonly reason: string;
  readonly cost: string;
  readonly outcome: string;
  readonly unknown: string;
  /** A share, with {0} where its number goes. */
  readonly percent: string;
  readonly practice: string;
  /** Of prompts that came without code. */
  readonly noLanguage: string;
  readonly doors: Readonly<Record<Door, string>>;
  readonly outcomes: Readonly<Record<Outcome['kind'], string>>;
}

/** Bars a histogram is drawn with. */
const histogramBars = 20;

/**
 * Every table of a report but those that would be empty.
 *
 * @param reasonOf the worded reason of an entry's decision
 */
export function reportTables(
  report: Report,
  words: ReportWords,
  format: ReportFormat,
  reasonOf: (entry: Entry) => string,
): ReportTable[] {
  const tables = [
    spendingTable(report, words, format),
    shareTable(report, words, format),
    groupTable('models', words.model, report.models, modelNames(report.models), words, format),
    groupTable(
      'doors',
      words.door,
      report.doors,
      report.doors.map(({ door }) => words.doors[door]),
      words,
      format,
    ),
    groupTable(
      'languages',
      words.language,
      report.languages,
      report.languages.map(({ languageId }) => languageId ?? words.noLanguage),
      words,
      format,
    ),
    winRateTable(report.winRates, words, format),
    sliderTable(report, words, format),
    latestTable(report, words, format, reasonOf),
  ];
  return tables.filter(({ rows }) => rows.length > 0);
}

/** A sum of money, or null where it would be one over nothing. */
export function moneyOf(totals: Totals, amount: number): number | null {
  return hasPrices(totals) ? amount : null;
}

/** Each model's name, with its address where two have the same. */
function modelNames(models: readonly ReportModel[]): string[] {
  return models.map(({ ref }) =>
    models.filter((other) => other.ref.model === ref.model).length > 1
      ? `${ref.model} (${ref.baseUrl})`
      : ref.model,
  );
}

/** A router's name with the version of its weights, where that is known. */
export function nameRouter({ router, version }: Pick<WinRateHistogram, 'router' | 'version'>): string {
  return version === null ? router : `${router} ${version}`;
}

/** The prompts of a histogram in so many bars as can be told apart; each bar holds whole bins. */
export function histogramBarsOf({ bins }: WinRateHistogram): number[] {
  const binsPerBar = Math.ceil(bins.length / histogramBars);
  const bars: number[] = [];
  for (let first = 0; first < bins.length; first += binsPerBar) {
    bars.push(bins.slice(first, first + binsPerBar).reduce((sum, count) => sum + count, 0));
  }
  return bars;
}

const text = (label: string): ReportColumn => ({ label, numeric: false });
const number = (label: string): ReportColumn => ({ label, numeric: true });

function spendingTable({ days }: Report, words: ReportWords, { fullDay, money, signedMoney }: ReportFormat) {
  return {
    id: 'spending',
    columns: [text(words.day), number(words.spent), number(words.alwaysStrong), number(words.saved)],
    rows: accumulateDays(days).map(({ day, spent, alwaysStrongCost, saved }) => [
      fullDay(day),
      money(spent),
      money(alwaysStrongCost),
      signedMoney(saved),
    ]),
  } satisfies ReportTable;
}

function shareTable({ days }: Report, words: ReportWords, { fullDay, count, percent }: ReportFormat) {
  return {
    id: 'strong-share',
    columns: [text(words.day), number(words.requests), number(words.strongShare)],
    rows: days
      .filter(({ requests }) => requests > 0)
      .map(({ day, requests, strong }) => [fullDay(day), count(requests), percent(strong / requests)]),
  } satisfies ReportTable;
}

function groupTable(
  id: 'models' | 'doors' | 'languages',
  heading: string,
  groups: readonly Totals[],
  names: readonly string[],
  words: ReportWords,
  { count, money, signedMoney, percent }: ReportFormat,
) {
  return {
    id,
    columns: [
      text(heading),
      number(words.requests),
      number(words.calls),
      number(words.strongShare),
      number(words.spent),
      number(words.alwaysStrong),
      number(words.saved),
      number(words.unpricedCalls),
    ],
    rows: groups.map((group, index) => [
      names[index] ?? '',
      count(group.requests),
      count(group.calls),
      group.requests === 0 ? '–' : percent(group.strong / group.requests),
      money(moneyOf(group, group.spent)),
      money(moneyOf(group, group.alwaysStrongCost)),
      signedMoney(moneyOf(group, group.saved)),
      count(group.unpriced),
    ]),
  } satisfies ReportTable;
}

/** A column for each router, the one that decided most first. */
function winRateTable(
  histograms: readonly WinRateHistogram[],
  words: ReportWords,
  { count, rate }: ReportFormat,
) {
  const bars = histograms.map(histogramBarsOf);
  const [first = []] = bars;
  return {
    id: 'win-rates',
    columns: [
      text(words.winRate),
      ...histograms.map((histogram) =>
        number(histograms.length === 1 ? words.prompts : `${words.prompts}: ${nameRouter(histogram)}`),
      ),
    ],
    rows: first.map((_, bar) => [
      `${rate(bar / first.length)} – ${rate((bar + 1) / first.length)}`,
      ...bars.map((counts) => count(counts[bar] ?? 0)),
    ]),
  } satisfies ReportTable;
}

function sliderTable({ slider }: Report, words: ReportWords, { percent, money, signedMoney }: ReportFormat) {
  return {
    id: 'slider',
    columns: [text(words.strongShare), number(words.wouldHaveSpent), number(words.difference)],
    rows: (slider?.stops ?? []).map(({ strongShare, spent }) => [
      percent(strongShare),
      money(spent),
      signedMoney(spent - (slider?.redecision.spent ?? 0)),
    ]),
  } satisfies ReportTable;
}

function latestTable(
  { latest, basis }: Report,
  words: ReportWords,
  { time, rate, money, signedMoney }: ReportFormat,
  reasonOf: (entry: Entry) => string,
) {
  return {
    id: 'latest',
    columns: [
      text(words.time),
      text(words.model),
      number(words.winRate),
      number(words.threshold),
      number(words.cost),
      number(words.saving),
      text(words.outcome),
      text(words.reason),
    ],
    rows: latest.map((entry) => {
      const practice = entry.kind === 'practice';
      const { decision } = entry;
      const model = entry.pair[decision.model].model;
      return [
        time(entry.time),
        practice ? `${model} (${words.practice})` : model,
        rate(decision.winRate),
        rate(decision.threshold),
        practice ? '–' : money(entry.cost),
        practice ? '–' : signedMoney(compareCall(entry, basis)?.saved ?? null),
        words.outcomes[entry.outcome.kind],
        reasonOf(entry),
      ];
    }),
  } satisfies ReportTable;
}

import type { Side } from '../routing/chat';
import type { RangeChoice } from '../routing/report/dateRange';
import type { Report } from '../routing/report/report';
import type { ReportTableId, ReportWords } from '../routing/report/reportTables';

/** What the report panel and its host say to each other. */
export type ReportToHost =
  /** The page is there and shows this range of days next. */
  | { readonly type: 'ready' | 'range'; readonly choice: RangeChoice }
  | { readonly type: 'refresh' }
  | { readonly type: 'openChat' }
  /** Writes the calls of the range to a file. */
  | { readonly type: 'export'; readonly as: 'csv' | 'json' }
  /** Writes the report to a page that prints; its charts as they look on paper. */
  | { readonly type: 'print'; readonly charts: readonly ChartPicture[] };

export interface ChartPicture {
  readonly id: ReportTableId;
  /** A PNG in base64. */
  readonly png: string;
}

export type ReportToView = { readonly type: 'report'; readonly state: ReportState };

export interface ReportState {
  readonly labels: ReportLabels;
  /** BCP 47, for numbers and dates. */
  readonly language: string;
  readonly choice: RangeChoice;
  readonly report: Report;
  /** Worded reasons of `report.latest`, by entry id. */
  readonly reasons: Readonly<Record<string, string>>;
}

export interface ReportLabels extends ReportWords {
  readonly title: string;
  /** "{0} always strong − {1} spent − {2} for deciding" */
  readonly savedEquation: string;
  /** "95 % interval: {0} to {1}" */
  readonly interval: string;
  /** What the interval covers and what not. */
  readonly intervalExplained: string;
  /** How many comparisons rest on what: "{0} own tokens, {1} expected length, {2} the same tokens". */
  readonly basis: string;
  /** The control: a random router at the same strong share. */
  readonly random: string;
  readonly randomExplained: string;
  readonly qualityKept: string;
  /** "{0} ({1} to {2})" */
  readonly qualityInterval: string;
  /** `{0}` the router, `{1}` the strong share, `{2}` what a random one keeps. */
  readonly qualityExplained: string;
  readonly notTested: string;
  /** Shown before their numbers, when these are not 0. */
  readonly unpriced: string;
  readonly practiceCalls: string;
  readonly skippedLines: string;
  readonly newerLines: string;
  readonly estimatedUsage: string;
  readonly range: string;
  readonly ranges: Readonly<Record<RangeChoice['kind'], string>>;
  readonly from: string;
  readonly to: string;
  readonly showRange: string;
  /** Of two dates the wrong way round, or none. */
  readonly badRange: string;
  /** No call lies in the range, though some do elsewhere. */
  readonly emptyRange: string;
  readonly headings: Readonly<Record<ReportTableId, string>>;
  /** A line under a chart's heading; `{0}` of the win rates is the router, `{1}` the number of prompts. */
  readonly explained: Readonly<Partial<Record<ReportTableId, string>>>;
  /** "{0} prompts at or above the threshold {1} went to strong" */
  readonly thresholdAt: string;
  /** Names the slider that asks what another stop would have cost. */
  readonly whatIf: string;
  /** "At {0} you would have spent {1}: {2} than the {3} you did spend." */
  readonly whatIfLess: string;
  readonly whatIfMore: string;
  readonly whatIfSame: string;
  /** Of the calls that cost the same at every stop: {0} is their number, {1} what they cost. */
  readonly whatIfFixed: string;
  readonly sides: Readonly<Record<Side, string>>;
  /** What to say, and the button to press, while nothing has been recorded. */
  readonly empty: string;
  readonly openChat: string;
  /** Names the choice of the router whose win rates are drawn. */
  readonly router: string;
  /** Opens a chart's numbers as a table. */
  readonly showAsTable: string;
  readonly refresh: string;
  readonly exportCsv: string;
  readonly exportJson: string;
  readonly print: string;
}

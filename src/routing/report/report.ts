import type { ModelRef } from '../chat';
import type { DateRange } from '../days';
import type { Door, Entry, Outcome } from '../ledger/ledger';
import type { QualityEstimate } from '../slider/stopForecast';
import type { Redecision, SliderStop } from './redecision';

/**
 * What the ledger comes to over a range of days. Money in US dollars. Practice calls count in `practiceCalls` alone.
 *
 * Each of `days`, `models`, `doors` and `languages` divides the same calls: its parts add up to the totals.
 */
export interface Report extends Totals {
  readonly range: DateRange;
  /** The first and the last day with a call, whatever the range; null for a ledger without any. */
  readonly recorded: { readonly from: string; readonly to: string } | null;
  /** The fraction of requests that went to the strong model; null without requests. */
  readonly strongShare: number | null;
  readonly practiceCalls: number;
  /** Null where no call has a price. */
  readonly interval: SavingInterval | null;
  readonly basis: ComparisonBasis;
  /** Null without a priced request. */
  readonly control: Control | null;
  /** Null where the router that decided most was not tested, or nothing was decided. */
  readonly quality: QualityKept | null;
  /** One row a day with a call, ascending. */
  readonly days: readonly ReportDay[];
  /** By the model that was asked; those called most come first, as in the next two. */
  readonly models: readonly ReportModel[];
  readonly doors: readonly ReportDoor[];
  readonly languages: readonly ReportLanguage[];
  /** A histogram for each router and version of it that decided in the range; that with most prompts first. */
  readonly winRates: readonly WinRateHistogram[];
  /** What another stop of the slider would have cost; null where nothing could have been decided otherwise. */
  readonly slider: SliderHistory | null;
  /** The latest entries of the range, newest first, practice among them. */
  readonly latest: readonly Entry[];
  /** Lines that are no entries, in all files: torn by a crash, or damaged. */
  readonly skippedLines: number;
  /** Lines of a later version of Turnout, in all files; they count nowhere. */
  readonly newerLines: number;
}

/**
 * Sums over some calls. Those of money are over the `priced` calls alone: where `priced` is 0 and `calls` is not, they
 * are sums over nothing, to be shown as unknown and never as 0.
 */
export interface Totals {
  /** Answers, or attempts at one: a call whose place another one took counts with that one. */
  readonly requests: number;
  /** Those of `requests` that went to the strong model. */
  readonly strong: number;
  /** All calls, those that failed or were made again among them. */
  readonly calls: number;
  /** Calls of which cost and both comparisons are known. */
  readonly priced: number;
  /** Calls left out of every sum of money because a price is unknown: `calls` − `priced`. */
  readonly unpriced: number;
  readonly spent: number;
  /** Estimated where another model answered, see {@link ComparisonBasis}. */
  readonly alwaysStrongCost: number;
  readonly alwaysWeakCost: number;
  /** What the computer took for deciding, by the time it took; of all calls, priced or not. */
  readonly routingCost: number;
  /** Milliseconds, loading and waiting included. */
  readonly routingMs: number;
  /** `alwaysStrongCost` − `spent` − `routingCost`; negative when routing cost more. */
  readonly saved: number;
  readonly inputTokens: number;
  /** Among `inputTokens`. */
  readonly cachedInputTokens: number;
  readonly outputTokens: number;
  /** Among `outputTokens`, where the provider tells. */
  readonly reasoningTokens: number;
  /** Calls by how they ended. */
  readonly outcomes: Readonly<Record<Outcome['kind'], number>>;
  /** Calls that asked the other model the same again. */
  readonly retries: number;
  /** Calls whose tokens were counted locally since the provider did not tell. */
  readonly estimatedUsage: number;
}

export interface ReportDay extends Totals {
  /** YYYY-MM-DD in the reader's time zone. */
  readonly day: string;
}

export interface ReportModel extends Totals {
  readonly ref: ModelRef;
}

export interface ReportDoor extends Totals {
  readonly door: Door;
}

export interface ReportLanguage extends Totals {
  /** The editor's id of the code's language; null for prompts that came without any. */
  readonly languageId: string | null;
}

/**
 * A 95 % interval for `saved`. It covers one thing: how long the answers of the strong model would have been that nobody
 * asked it for. What was spent is known; prices are taken as they were; the quality of answers is not part of it. Calls
 * of `basis.sameTokens` add nothing to its width, though they should: nothing is known of them.
 */
export interface SavingInterval {
  readonly low: number;
  readonly high: number;
}

/** How always-strong was compared with, in priced calls that stand for a comparison. */
export interface ComparisonBasis {
  /** The strong model answered itself: its own tokens. */
  readonly own: number;
  /** The weak one answered: priced with the length expected of the strong model, see `lengths`. */
  readonly expectedLength: number;
  /**
   * Priced with the tokens of the model that answered: broken off or failed, so that nobody knows where the other would
   * have ended, or recorded before the price of a token was.
   */
  readonly sameTokens: number;
  /** How long an answer of each model is expected to be that was priced in another one's place; strong ones first. */
  readonly lengths: readonly ExpectedLength[];
}

/** How long a model's answers are, by its own in the whole ledger. */
export interface ExpectedLength {
  readonly ref: ModelRef;
  /** The model's own whole answers that its provider counted. */
  readonly answers: number;
  /** Their mean output tokens; null without any. */
  readonly mean: number | null;
  /** In [0, 1]: how much `mean` weighs; the rest is the length of the answer that was given instead. */
  readonly weight: number;
}

/** What a random router would have cost that sends the same share of requests to the strong model. */
export interface Control {
  /** Of the priced requests, in [0, 1]. */
  readonly strongShare: number;
  /** Expected, in US dollars; deciding at random costs nothing itself. */
  readonly randomCost: number;
  /** `alwaysStrongCost` − `randomCost`. */
  readonly randomSaved: number;
}

/**
 * What the router kept of the strong model's quality in tests at the share of this report: a mean over benchmarks with its
 * 95 % interval, and no measurement of the user's own answers.
 */
export interface QualityKept extends QualityEstimate {
  /** The router that decided most. */
  readonly router: string;
  readonly strongShare: number;
  /** What a random router keeps at this share, which is the share itself. */
  readonly randomPgr: number;
  /** Of the requests in the range, how many this router decided. */
  readonly requests: number;
}

/** How the win rates of the user's prompts lie, each prompt once. */
export interface WinRateHistogram {
  readonly router: string;
  /** The first digits of the hash of its weights; null where that was not recorded. */
  readonly version: string | null;
  readonly prompts: number;
  /** Prompts by win rate: equal bins from 0 to 1, each with its lower end. */
  readonly bins: readonly number[];
  /** The threshold of its latest decision among the latest entries of the range; null where it is not among them. */
  readonly threshold: number | null;
}

/** What the prompts of the last 30 days, up to the end of the range, would have cost at other stops of the slider. */
export interface SliderHistory {
  readonly from: string;
  readonly to: string;
  /** What {@link spendAt} takes, for a stop that is not among `stops`. */
  readonly redecision: Redecision;
  /** From 0 to 1, 0.05 apart. */
  readonly stops: readonly SliderStop[];
}

/** Whether the sums of money mean anything: over no priced call they are not 0 but unknown. */
export function hasPrices({ calls, priced }: Totals): boolean {
  return priced > 0 || calls === 0;
}

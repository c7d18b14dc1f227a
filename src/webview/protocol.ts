import type { Side } from '../routing/chat';
import type { Report } from '../routing/report';

/**
 * What the sidebar and its host say to each other. The host words everything a person reads, so that one
 * place translates; the view draws it. Snapshots are whole: a view that was hidden needs only the last one.
 */
export type SidebarToHost =
  | { readonly type: 'ready' }
  | { readonly type: 'send'; readonly prompt: string }
  | { readonly type: 'stop' }
  | { readonly type: 'newChat' }
  | { readonly type: 'setStrongShare'; readonly strongShare: number }
  | { readonly type: 'connectModels' }
  | { readonly type: 'usePracticePair' }
  | { readonly type: 'openReport' }
  | { readonly type: 'copy'; readonly text: string }
  | { readonly type: 'openLink'; readonly href: string };

export type SidebarToView =
  | { readonly type: 'state'; readonly state: SidebarState }
  /** The slider was moved, here or elsewhere; in [0, 1]. */
  | { readonly type: 'strongShare'; readonly strongShare: number }
  /** As {@link SidebarState.forecasts}, which are others now. */
  | { readonly type: 'forecasts'; readonly forecasts: readonly string[] }
  /** One turn as it stands now; replaces the turn of that id, or is added. */
  | { readonly type: 'turn'; readonly turn: Turn }
  /** More of a turn's answer. */
  | { readonly type: 'text'; readonly turnId: string; readonly text: string };

export interface SidebarState {
  readonly labels: SidebarLabels;
  /** Prompts to begin with, shown while the chat is empty; a click puts one into the composer. */
  readonly examples: readonly string[];
  /** The slider, in [0, 1]. */
  readonly strongShare: number;
  /** What to expect of each whole percent from 0 to 100, a line each. */
  readonly forecasts: readonly string[];
  readonly connection: Connection;
  readonly turns: readonly Turn[];
}

export type Connection =
  /** Nothing to ask yet: prompts are decided and priced, not answered. */
  | { readonly kind: 'preview' }
  | { readonly kind: 'practice' }
  | { readonly kind: 'connected'; readonly strong: string; readonly weak: string };

export interface Turn {
  readonly id: string;
  readonly prompt: string;
  /** The line above the answer; undefined until the decision is made. */
  readonly badge: Badge | undefined;
  /** Markdown, as far as it has come. */
  readonly answer: string;
  readonly status: TurnStatus;
}

export type TurnStatus =
  | { readonly kind: 'working' }
  | { readonly kind: 'done' }
  | { readonly kind: 'stopped'; readonly message: string }
  /** Decided, not asked: the message says so; the view offers to connect a model or to practise. */
  | { readonly kind: 'preview'; readonly message: string }
  | { readonly kind: 'failed'; readonly message: string };

export interface Badge {
  readonly side: Side;
  /** For example "gpt-5-mini". */
  readonly model: string;
  /** For example "weak". */
  readonly sideLabel: string;
  /** For example "win rate 0.31 < 0.47". */
  readonly comparison: string;
  /** For example "$0.0004 · strong would have cost $0.0120". */
  readonly cost: string;
  /** The whole reason in a sentence, shown on hover and to screen readers. */
  readonly reason: string;
  readonly practice: boolean;
}

export interface SidebarLabels {
  readonly promptPlaceholder: string;
  readonly send: string;
  readonly stop: string;
  /** Shown instead of sending a blank prompt; says what to do. */
  readonly emptyPrompt: string;
  readonly newChat: string;
  readonly report: string;
  readonly connectModels: string;
  /** The same way, once two models are connected. */
  readonly changeModels: string;
  readonly usePracticePair: string;
  readonly practiceBanner: string;
  readonly previewBanner: string;
  /** One word, on the badge of a practice answer. */
  readonly practice: string;
  readonly strong: string;
  readonly weak: string;
  readonly copy: string;
  readonly copied: string;
  /** Names the slider. */
  readonly strongShare: string;
  /** Its value, `{0}` standing for whole percent: "{0} % strong". */
  readonly strongShareValue: string;
  /** The two ends of the slider. */
  readonly cheaper: string;
  readonly better: string;
  /** What the forecast under the slider is, and what it is not. */
  readonly forecastExplained: string;
  readonly emptyTitle: string;
  readonly emptyText: string;
  readonly examples: string;
  readonly working: string;
  /** Sends the prompt of a failed or stopped turn once more. */
  readonly tryAgain: string;
  /** Names the list of turns to screen readers. */
  readonly conversation: string;
  /** Precedes a prompt for screen readers, for example "You asked". */
  readonly you: string;
  readonly showMore: string;
  readonly showLess: string;
  readonly scrollToEnd: string;
}

/** What the report panel and its host say to each other. */
export type ReportToHost =
  | { readonly type: 'ready' }
  | { readonly type: 'refresh' }
  | { readonly type: 'openChat' };

export type ReportToView = { readonly type: 'report'; readonly state: ReportState };

export interface ReportState {
  readonly labels: ReportLabels;
  /** BCP 47, for numbers and dates. */
  readonly language: string;
  readonly report: Report;
  /** Worded reasons of `report.latest`, by entry id. */
  readonly reasons: Readonly<Record<string, string>>;
  /** Damaged ledger lines that were passed over. */
  readonly skippedLines: number;
}

export interface ReportLabels {
  readonly title: string;
  readonly saved: string;
  readonly savedExplanation: string;
  readonly spent: string;
  readonly alwaysStrong: string;
  readonly alwaysWeak: string;
  readonly strongShare: string;
  readonly requests: string;
  /** Shown before their numbers, when these are not 0. */
  readonly unpriced: string;
  readonly practiceCalls: string;
  readonly skippedLines: string;
  readonly spendingOverTime: string;
  readonly latestDecisions: string;
  readonly time: string;
  readonly model: string;
  readonly winRate: string;
  readonly threshold: string;
  readonly reason: string;
  readonly cost: string;
  readonly saving: string;
  readonly outcome: string;
  readonly unknown: string;
  readonly practice: string;
  readonly outcomes: Readonly<Record<'ok' | 'cancelled' | 'failed', string>>;
  readonly sides: Readonly<Record<Side, string>>;
  /** What to say, and the button to press, while nothing has been recorded. */
  readonly empty: string;
  readonly openChat: string;
  /** Opens the chart's numbers as a table. */
  readonly showAsTable: string;
  readonly refresh: string;
  readonly day: string;
}

import type { Side } from '../routing/chat';

/**
 * What the sidebar and its host say to each other. The host words everything a person reads, so that one
 * place translates; the view draws it. Snapshots are whole: a view that was hidden needs only the last one.
 */
export type SidebarToHost =
  | { readonly type: 'ready' }
  /** `side` is asked this time, whatever the router says. */
  | { readonly type: 'send'; readonly prompt: string; readonly side?: Side }
  /** Sends the prompt of a turn once more, with what was attached to it. */
  | { readonly type: 'tryAgain'; readonly turnId: string }
  /** Asks the model that a turn's only answer is not from. */
  | { readonly type: 'askOther'; readonly turnId: string }
  /** Of two answers, which one the chat goes on from. */
  | { readonly type: 'keep'; readonly turnId: string; readonly answerId: string }
  /** Wants `Badge.explanation` of an answer's decision. */
  | { readonly type: 'explain'; readonly turnId: string; readonly answerId: string }
  | {
      readonly type: 'rate';
      readonly turnId: string;
      readonly answerId: string;
      /** Without it, the thumb is taken back. */
      readonly helpful?: boolean;
    }
  | { readonly type: 'stop' }
  | { readonly type: 'newChat' }
  | { readonly type: 'setStrongShare'; readonly strongShare: number }
  /** Who answers in this chat from here on; null lets the router decide. */
  | { readonly type: 'pin'; readonly side: Side | null }
  | { readonly type: 'attach'; readonly what: AttachChoice }
  | { readonly type: 'detach'; readonly id: string }
  | { readonly type: 'connectModels' }
  /** Takes up `SidebarState.offer`. */
  | { readonly type: 'useOffer' }
  | { readonly type: 'openWalkthrough' }
  | { readonly type: 'usePracticePair' }
  | { readonly type: 'openReport' }
  | { readonly type: 'copy'; readonly text: string }
  /** Puts code into the editor, where its cursor is. */
  | { readonly type: 'insert'; readonly text: string }
  | { readonly type: 'openLink'; readonly href: string };

/** What can be attached from the composer; `pick` asks for a file. */
export type AttachChoice = 'selection' | 'file' | 'pick' | 'problems' | 'staged-diff';

export type SidebarToView =
  | { readonly type: 'state'; readonly state: SidebarState }
  /** The slider was moved, here or elsewhere; in [0, 1]. */
  | { readonly type: 'strongShare'; readonly strongShare: number }
  | { readonly type: 'budget'; readonly budget: BudgetNote | null }
  /** As {@link SidebarState.forecasts}, which are others now. */
  | { readonly type: 'forecasts'; readonly forecasts: readonly string[] }
  /** One turn as it stands now; replaces the turn of that id, or is added. */
  | { readonly type: 'turn'; readonly turn: Turn }
  /** More of an answer's text, or of what its model thinks before it. */
  | {
      readonly type: 'text' | 'thinking';
      readonly turnId: string;
      readonly answerId: string;
      readonly text: string;
    }
  /** What the next prompt will take along; `focus` puts the cursor behind it. */
  | { readonly type: 'attachments'; readonly attachments: readonly Chip[]; readonly focus: boolean }
  | { readonly type: 'pinned'; readonly side: Side | null }
  | { readonly type: 'offer'; readonly offer: Offer | null };

export interface SidebarState {
  readonly labels: SidebarLabels;
  /** Prompts to begin with, shown while the chat is empty; a click puts one into the composer. */
  readonly examples: readonly string[];
  /** The slider, in [0, 1]. */
  readonly strongShare: number;
  /** What a budget leaves of it; null where it takes nothing. */
  readonly budget: BudgetNote | null;
  /** What to expect of each whole percent from 0 to 100, a line each. */
  readonly forecasts: readonly string[];
  readonly connection: Connection;
  readonly turns: readonly Turn[];
  readonly attachments: readonly Chip[];
  /** What the attachments of one prompt may take, in tokens; longer ones are cut. */
  readonly attachmentBudget: number;
  readonly pinned: Side | null;
  /** Models to begin with; null where none was found, and while some are connected. */
  readonly offer: Offer | null;
}

export interface BudgetNote {
  /** In [0, 1], below the one that was set. */
  readonly strongShare: number;
  /** Why, in a sentence. */
  readonly text: string;
}

/** Models that were found on this machine or in this editor and need no key, by their names. */
export type Offer =
  | { readonly kind: 'pair'; readonly strong: string; readonly weak: string }
  /** One model alone, and what it would be. */
  | { readonly kind: 'half'; readonly side: Side; readonly model: string };

export type Connection =
  /** Nothing to ask yet: prompts are decided and priced, not answered. */
  | { readonly kind: 'preview' }
  | { readonly kind: 'practice' }
  | { readonly kind: 'connected'; readonly strong: string; readonly weak: string };

/** Something attached to a prompt, without its text. */
export interface Chip {
  readonly id: string;
  readonly name: string;
  /** Estimated. */
  readonly tokens: number;
}

export interface Turn {
  readonly id: string;
  readonly prompt: string;
  readonly attachments: readonly Chip[];
  /** One, or two where the other model was asked as well. */
  readonly answers: readonly TurnAnswer[];
  /** Of two answers, the one the person chose; undefined until then. The chat goes on from it, or from the first. */
  readonly kept: string | undefined;
}

export interface TurnAnswer {
  readonly id: string;
  /** The line above the answer; undefined until the decision is made. */
  readonly badge: Badge | undefined;
  /** That the prompt has gone on to another model, and why; undefined where it has not. */
  readonly takeover: string | undefined;
  /** What the model thought before it answered, as far as it has come. */
  readonly thinking: string;
  /** Markdown, as far as it has come. */
  readonly text: string;
  readonly status: AnswerStatus;
  /** The ledger's entry; undefined until the answer is over, and where there is none. */
  readonly entry: string | undefined;
  /** The person's verdict. */
  readonly helpful: boolean | undefined;
}

export type AnswerStatus =
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
  /** Both in [0, 1], to be drawn; undefined where no win rate was estimated. */
  readonly scale: { readonly winRate: number; readonly threshold: number } | undefined;
  /** More about the decision, a line each; undefined until it was asked for, and where there is no more. */
  readonly explanation?: readonly string[];
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
  readonly attach: string;
  /** In the order of the menu. */
  readonly attachChoices: Readonly<Record<AttachChoice, string>>;
  /** Names the list of what is attached to screen readers. */
  readonly attached: string;
  /** "{0} tokens" */
  readonly tokens: string;
  /** "Remove {0}" */
  readonly removeAttachment: string;
  /** Shown when the attachments are longer than `{0}` tokens together. */
  readonly overBudget: string;
  readonly insert: string;
  /** `{0}` is the other model's side: "Ask {0} too". */
  readonly askOther: string;
  readonly keep: string;
  readonly kept: string;
  readonly helpful: string;
  readonly notHelpful: string;
  readonly thinking: string;
  readonly why: string;
  readonly winRate: string;
  readonly threshold: string;
  /** Names the menu that says who answers. */
  readonly whoAnswers: string;
  readonly auto: string;
  readonly letTurnoutDecide: string;
  readonly thisPrompt: string;
  readonly thisChat: string;
  /** "{0} for this chat" */
  readonly pinned: string;
  readonly unpin: string;
  /** The send button's tooltip; `{0}` is the key that asks the strong model this time. */
  readonly sendKeys: string;
  /** Takes up an offer of two models: "Start with {0} and {1}". */
  readonly startWithPair: string;
  /** What the two are; `{0}` is the strong one. */
  readonly pairFound: string;
  /** Takes up an offer of one model; `{1}` is the side it would be on. */
  readonly startWithHalf: string;
  /** What is asked for after that; `{0}` is the other side. */
  readonly halfFound: string;
  readonly openWalkthrough: string;
}

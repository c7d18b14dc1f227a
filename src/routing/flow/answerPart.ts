import type { StreamPart, Usage } from '../chat';
import type { Decision } from '../decision';
import type { Entry } from '../ledger/ledger';

/** What the flow yields, in order. */
export type AnswerPart =
  /**
   * What was decided, and the tokens to expect; the first part of every answer. It comes again, before any of the
   * answer does, where the other model takes over or a draft was judged: the last one stands.
   */
  | { readonly type: 'decision'; readonly decision: Decision; readonly expected: Usage }
  | Exclude<StreamPart, { readonly type: 'usage' }>
  /** The call broke; the text before it stands. */
  | { readonly type: 'failed'; readonly error: unknown }
  /** The last part of an answer that was asked for: what the ledger holds of it, or why it does not. */
  | { readonly type: 'finished'; readonly entry: Entry; readonly unrecorded: string | undefined };

import type { ProviderProblem, Wording } from './errors';
import type { ModelLimit } from './limits';
import type { Sensitive } from './sensitive/sensitive';

/** What a router says of one prompt. */
export type RoutedReason =
  | { readonly code: 'win-rate-reaches-threshold'; readonly winRate: number; readonly threshold: number }
  | { readonly code: 'win-rate-below-threshold'; readonly winRate: number; readonly threshold: number }
  /** The same two where so much of the prompt is unknown to the encoder that only its shape could count. */
  | {
      readonly code: 'shape-reaches-threshold';
      readonly winRate: number;
      readonly threshold: number;
      readonly unknownShare: number;
    }
  | {
      readonly code: 'shape-below-threshold';
      readonly winRate: number;
      readonly threshold: number;
      readonly unknownShare: number;
    }
  /** `detail` in English; entries of earlier versions have no `wording` of it. */
  | { readonly code: 'router-failed'; readonly detail: string; readonly wording?: Wording };

/** Why a prompt went where it went: a code with its numbers, worded by each host. */
export type Reason =
  | RoutedReason
  /** There is nothing to estimate a win rate from: a picture alone, or no words of whoever asks. */
  | { readonly code: 'no-words'; readonly shown: 'picture' | 'nothing' }
  /** The person asked for this side. */
  | { readonly code: 'chosen'; readonly lasts: 'this-prompt' | 'conversation' }
  /** A short follow-up says nothing of its own: the conversation's level decides. */
  | { readonly code: 'follow-up'; readonly level: number; readonly threshold: number }
  /** The conversation needed the strong model before, and its level comes down slowly. */
  | {
      readonly code: 'conversation-level';
      readonly winRate: number;
      readonly level: number;
      readonly threshold: number;
    }
  /**
   * Coming down to the weak model would save less, until the strong one is needed again, than the strong one's prompt
   * cache is worth. US dollars.
   */
  | { readonly code: 'cache-kept'; readonly saving: number; readonly cacheWorth: number }
  /** What a tool gave back goes to the model that called it. */
  | { readonly code: 'tool-results' }
  /** The other model cannot take this request. */
  | { readonly code: 'limit'; readonly limit: ModelLimit; readonly model: string }
  /** The other model's endpoint refused a moment ago and is left alone for now. */
  | {
      readonly code: 'backing-off';
      readonly model: string;
      readonly problem: ProviderProblem['code'];
      readonly retryInSeconds: number;
    }
  /** The other model was asked first and failed before it said anything. */
  | { readonly code: 'fell-back'; readonly model: string; readonly problem: ProviderProblem['code'] }
  /** The prompt, or one before it, holds what the user keeps to the local model. */
  | { readonly code: 'sensitive'; readonly found: Sensitive; readonly when: 'now' | 'earlier' }
  /** The weak model drafts; whether its draft is good enough is not known yet. */
  | { readonly code: 'drafting' }
  /** A draft without log-probabilities stands, since nothing can be said against it. */
  | { readonly code: 'draft-unrated' }
  /**
   * The draft's mean log-probability against the one that `share` of the user's own recent drafts fall below.
   */
  | {
      readonly code: 'draft-kept' | 'draft-replaced';
      readonly meanLogProbability: number;
      readonly bar: number;
      readonly share: number;
    };

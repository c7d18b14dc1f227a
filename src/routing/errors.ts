import type { ModelRef } from './chat';
import { fillLabel } from './fillLabel';

/**
 * A sentence in English, with {0}, {1} … where its values go. A host that speaks another language looks `text` up there,
 * and those of the values that are sentences themselves.
 */
export interface Wording {
  readonly text: string;
  readonly values: readonly (string | number | Wording)[];
}

export function worded(text: string, ...values: Wording['values']): Wording {
  return { text, values };
}

export function inEnglish({ text, values }: Wording): string {
  return fillLabel(text, ...values.map((value) => (typeof value === 'object' ? inEnglish(value) : value)));
}

/** Something the user or a file got wrong; `message` names it and says what to do. */
export class TurnoutError extends Error {
  override readonly name = 'TurnoutError';
  readonly wording: Wording;

  constructor(
    readonly code: TurnoutErrorCode,
    what: string | Wording,
    options?: { cause?: unknown },
  ) {
    const wording = typeof what === 'string' ? worded(what) : what;
    super(inEnglish(wording), options);
    this.wording = wording;
  }
}

export type TurnoutErrorCode =
  | 'empty-prompt'
  | 'bad-input'
  | 'unknown-router'
  | 'weights-missing'
  | 'weights-damaged'
  | 'encoder-unavailable'
  | 'router-failed';

/**
 * What went wrong at a model's endpoint. Each code has one thing the user can do about it. `status` is the
 * HTTP status, `detail` the endpoint's or the network's own words (untranslated, without the key, may be ''), or a fixed
 * phrase in English for what was seen of the answer.
 */
export type ProviderProblem =
  /** `status` is undefined when the key holds characters that cannot be sent at all. */
  | { readonly code: 'wrong-key'; readonly status: number | undefined }
  | { readonly code: 'no-credit'; readonly status: number }
  | { readonly code: 'model-not-found'; readonly status: number }
  | { readonly code: 'prompt-too-long'; readonly status: number; readonly detail: string }
  | {
      readonly code: 'rate-limited';
      readonly status: number;
      readonly retryAfterSeconds: number | undefined;
      /** As `detail`, where the endpoint says more. */
      readonly said?: string;
    }
  | { readonly code: 'overloaded'; readonly status: number; readonly detail: string }
  | { readonly code: 'rejected'; readonly status: number; readonly detail: string }
  | { readonly code: 'unreachable'; readonly detail: string }
  | { readonly code: 'timed-out' }
  /** The answer broke off; what came before it stands. */
  | { readonly code: 'cut-off'; readonly detail: string }
  | { readonly code: 'not-a-model-endpoint'; readonly detail: string }
  /** Of the editor's own models: it offers none of this name. */
  | { readonly code: 'not-offered' }
  /** The user has not let Turnout use this model of the editor. */
  | { readonly code: 'no-consent' }
  /** The editor lets no call through, for a quota that is used up or a filter that objected. */
  | { readonly code: 'blocked'; readonly detail: string }
  /** Whatever else goes wrong with a model of the editor, in its vendor's words. */
  | { readonly code: 'model-failed'; readonly detail: string };

/** A call to `ref` failed. The English message is for logs; hosts word `problem` themselves. */
export class ProviderError extends Error {
  override readonly name = 'ProviderError';

  constructor(
    readonly ref: ModelRef,
    readonly problem: ProviderProblem,
    options?: { cause?: unknown },
  ) {
    super(`${ref.model} at ${ref.baseUrl}: ${problem.code}`, options);
  }
}

/** The message of anything thrown as a sentence that can be looked up in another language, where it is Turnout's own. */
export function wordingOf(thrown: unknown): Wording {
  return thrown instanceof TurnoutError ? thrown.wording : worded('{0}', messageOf(thrown));
}

/** @returns the message of anything thrown, without its stack */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

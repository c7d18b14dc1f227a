import type { TurnoutErrorCode, Wording } from '../../routing/errors';
import type { Embedding } from '../../routing/router';

/** What goes to the encoder's worker thread. */
export type EncoderRequest =
  | { readonly type: 'embed'; readonly id: number; readonly prompt: string }
  /** End the thread after the prompt in hand; prompts behind it are dropped. */
  | { readonly type: 'stop' };

/** What comes back: `loaded` once, and then one for each `embed`. */
export type EncoderReply =
  /** The network is there, or cannot be had, which each prompt is told. */
  | { readonly type: 'loaded' }
  | { readonly type: 'embedding'; readonly id: number; readonly embedding: Embedding }
  | {
      readonly type: 'failed';
      readonly id: number;
      readonly code: TurnoutErrorCode;
      readonly why: Wording;
    };

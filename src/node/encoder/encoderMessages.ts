import type { TurnoutErrorCode, Wording } from '../../routing/errors';
import type { Embedding } from '../../routing/router';

/** What goes to the encoder's worker thread. */
export type EncoderRequest =
  | { readonly type: 'embed'; readonly id: number; readonly prompt: string }
  /** End the thread after the prompt in hand; prompts behind it are dropped. */
  | { readonly type: 'stop' };

/** What comes back for each `embed`. */
export type EncoderReply =
  | { readonly type: 'embedding'; readonly id: number; readonly embedding: Embedding }
  | {
      readonly type: 'failed';
      readonly id: number;
      readonly code: TurnoutErrorCode;
      readonly why: Wording;
    };

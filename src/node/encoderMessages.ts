import type { TurnoutErrorCode } from '../routing/errors';

/** What goes to the encoder's worker thread, and what comes back for each request. */
export interface EncoderRequest {
  readonly id: number;
  readonly prompt: string;
}

export type EncoderReply =
  | { readonly type: 'embedding'; readonly id: number; readonly embedding: Float32Array }
  | {
      readonly type: 'failed';
      readonly id: number;
      readonly code: TurnoutErrorCode;
      readonly message: string;
    };

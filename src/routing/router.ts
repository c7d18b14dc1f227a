import type { Assessment, PairAssessment } from './assessment';

/** What the encoder makes of a prompt. */
export interface Embedding {
  /** A unit-length vector; its length is the encoder's `dimensions`. */
  readonly values: Float32Array;
  /** The share of the prompt's word pieces that the tokenizer does not know, in [0, 1]. */
  readonly unknownShare: number;
  /** What it says of the task; absent where the network is a pack's own, which has other heads or none. */
  readonly assessment?: Assessment;
}

/**
 * Turns a prompt into its sentence embedding.
 *
 * @throws TurnoutError when the encoder cannot be loaded or fails on this prompt
 */
export type Embed = (prompt: string) => Promise<Embedding>;

/** What a router says of one prompt. */
export interface Estimate {
  /**
   * The chance that the strong model's answer beats the weak one's on this prompt, a tie counting half: a number in
   * [0, 1), at most 1 − 1e-6, so that a threshold of 1 is never reached.
   */
  readonly winRate: number;
  /** As in {@link Embedding}; 0 from routers that read no word pieces. */
  readonly unknownShare: number;
  /** Set where the router's win rate was changed by what was learnt from the person's own signals. */
  readonly personal?: true;
  /** What the win rate rests on; absent from routers that know nothing of models. */
  readonly assessment?: PairAssessment;
}

/** Estimates how much a prompt needs the strong model (paper §3.1, P_θ(win_s | q)). */
export interface Router {
  readonly name: string;
  /** @param prompt the human's ask, not blank */
  winRate(prompt: string): Promise<Estimate>;
}

/** The highest win rate a router may return; a threshold of 1 then means "never the strong model". */
export const highestWinRate = 1 - 1e-6;

/** Above this share of unknown word pieces a prompt's meaning is lost on the encoder, and its shape must do. */
const readableUpTo = 0.3;

export function isUnreadable(unknownShare: number): boolean {
  return unknownShare > readableUpTo;
}

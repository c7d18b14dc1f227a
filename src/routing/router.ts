/**
 * Turns a prompt into its sentence embedding.
 *
 * @returns a unit-length vector; its length is the encoder's `dimensions`
 * @throws TurnoutError when the encoder cannot be loaded or fails on this prompt
 */
export type Embed = (prompt: string) => Promise<Float32Array>;

/** Estimates how much a prompt needs the strong model (paper §3.1, P_θ(win_s | q)). */
export interface Router {
  readonly name: string;
  /**
   * The chance that the strong model's answer beats the weak one's on this prompt, a tie counting half.
   *
   * @param prompt the human's ask, not blank
   * @returns a number in [0, 1): at most 1 − 1e-6, so that a threshold of 1 is never reached
   */
  winRate(prompt: string): Promise<number>;
}

/** The highest win rate a router may return; a threshold of 1 then means "never the strong model". */
export const highestWinRate = 1 - 1e-6;

import type { ModelRef, Usage } from './chat';

/** Prices in US dollars per million tokens. */
export interface Price {
  readonly inputPerMillion: number;
  readonly cachedInputPerMillion: number;
  readonly outputPerMillion: number;
}

/**
 * What a call with this usage costs at this model, in US dollars.
 *
 * @returns undefined when the model's price is unknown, which is never the same as 0
 */
export type CostOf = (ref: ModelRef, usage: Usage) => number | undefined;

/** @returns US dollars; cached input tokens are priced as cached */
export function costAt(price: Price, usage: Usage): number {
  const freshInput = usage.inputTokens - usage.cachedInputTokens;
  return (
    (freshInput * price.inputPerMillion +
      usage.cachedInputTokens * price.cachedInputPerMillion +
      usage.outputTokens * price.outputPerMillion) /
    1_000_000
  );
}

/** The paper's mean answer (§5.4), expected before anything is known of the user's own answers. */
export const expectedOutputTokens = 264;

/** A rough count for text that no provider has counted: four characters a token. */
export function estimateTokens(characters: number): number {
  return Math.ceil(characters / 4);
}

import type { ModelRef, Usage } from '../chat';

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
export interface CostOf {
  (ref: ModelRef, usage: Usage): number | undefined;
  /** The table of list prices that it goes by, with its version. */
  readonly table?: string;
}

/** @returns what a million more output tokens would cost this call, in US dollars; null where the price is unknown */
export function outputPriceOf(costOf: CostOf, ref: ModelRef, usage: Usage): number | null {
  const cost = costOf(ref, usage);
  const longer = costOf(ref, { ...usage, outputTokens: usage.outputTokens + 1_000_000 });
  return cost === undefined || longer === undefined ? null : longer - cost;
}

/** What Anthropic charges for a token written to its cache, in tokens of input. */
const writeFactor = 1.25;
const writeHourFactor = 2;

/** @returns US dollars; tokens read from a cache and written to one are priced as such */
export function costAt(price: Price, usage: Usage): number {
  const { cacheWriteTokens: written = 0, cacheWriteHourTokens: forAnHour = 0 } = usage;
  const freshInput =
    usage.inputTokens -
    usage.cachedInputTokens +
    written * (writeFactor - 1) +
    forAnHour * (writeHourFactor - 1);
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

/** A laptop's processor core at full load, in watts, and a dear household's kilowatt-hour, in US dollars. */
const coreWatts = 15;
const kilowattHourPrice = 0.3;

/**
 * What deciding costs on the user's own machine: the electricity of one core for as long as it took. At ten milliseconds
 * a decision a million of them cost about a cent, against 3 to 39 dollars on rented machines in the paper (Table 7); where
 * it was mostly waiting, it cost even less.
 *
 * @param ms milliseconds
 * @returns US dollars
 */
export function costOfRouting(ms: number): number {
  return ((coreWatts / 1000) * kilowattHourPrice * ms) / 3_600_000;
}

import { calcPrice, findProvider } from '@pydantic/genai-prices';
import { version as tableVersion } from '../../node_modules/@pydantic/genai-prices/package.json';
import type { ModelRef, Pair, Usage } from '../routing/chat';
import { type Wording, worded } from '../routing/errors';
import { type CostOf, costAt, type Price } from '../routing/ledger/pricing';
import { leadsToPrivateHost } from './privateHost';

/** A model's price as people write it in their settings, in US dollars per million tokens. */
export interface PriceOverride {
  readonly input: number;
  /** The price of `input` if left out. */
  readonly cachedInput?: number;
  readonly output: number;
}

/**
 * Two models of one vendor whose list prices show what a call would cost before any model is connected.
 */
export const referencePair: Pair<ModelRef> = {
  strong: { provider: 'anthropic', baseUrl: 'https://api.anthropic.com', model: 'claude-opus-5-5' },
  weak: { provider: 'anthropic', baseUrl: 'https://api.anthropic.com', model: 'claude-haiku-4-5' },
};

/**
 * What calls cost: by the user's own prices, else nothing at all for models on one's own machine or network,
 * else by the list prices of the bundled table. The table is never refreshed from the network.
 *
 * @param overrides prices by "model", "provider/model", "host/model" or "vendor/model", as the setting holds them; an entry
 * that is not a price makes that model's price unknown, see {@link overrideProblems}
 */
export function createPriceList({ overrides }: { readonly overrides: unknown }): CostOf {
  const own = readOverrides(overrides);
  const costOf = (ref: ModelRef, usage: Usage) => {
    const override = keysOf(ref)
      .map((key) => own.get(key))
      .find((found) => found !== undefined);
    if (override !== undefined) return override === 'damaged' ? undefined : costAt(override, usage);
    if (leadsToPrivateHost(ref.baseUrl)) return 0;
    return listedCost(ref, usage);
  };
  return Object.assign(costOf, { table: `genai-prices ${tableVersion}` });
}

/**
 * What 1,000 tokens in and as many out cost by the list price of whichever vendor makes a model, in US dollars: ranks
 * models of whom only the name is known.
 *
 * @returns undefined where the table does not know it
 */
export function listPriceOf(model: string): number | undefined {
  try {
    return calcPrice({ input_tokens: 1000, output_tokens: 1000 }, model)?.total_price;
  } catch {
    return undefined;
  }
}

/** One sentence for each entry of the setting that is not a price. */
export function overrideProblems(overrides: unknown): readonly Wording[] {
  return [...readOverrides(overrides)].flatMap(([key, price]) =>
    price === 'damaged'
      ? [
          worded(
            'The price of "{0}" needs the numbers "input" and "output", in US dollars per million tokens.',
            key,
          ),
        ]
      : [],
  );
}

function readOverrides(overrides: unknown): Map<string, Price | 'damaged'> {
  if (typeof overrides !== 'object' || overrides === null) return new Map();
  return new Map(Object.entries(overrides).map(([key, value]) => [key, readPrice(value) ?? 'damaged']));
}

function readPrice(value: unknown): Price | undefined {
  const { input, cachedInput = input, output } = (value ?? {}) as Partial<PriceOverride>;
  return isAmount(input) && isAmount(cachedInput) && isAmount(output)
    ? { inputPerMillion: input, cachedInputPerMillion: cachedInput, outputPerMillion: output }
    : undefined;
}

function isAmount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

/** From the most to the least specific. */
function keysOf({ provider, baseUrl, model }: ModelRef): string[] {
  // Of a model of the editor the vendor is what stands behind the colon.
  const places = URL.canParse(baseUrl) ? [new URL(baseUrl).host || new URL(baseUrl).pathname] : [];
  return [...places.map((place) => `${place}/${model}`), `${provider}/${model}`, model];
}

function listedCost({ baseUrl, model }: ModelRef, usage: Usage): number | undefined {
  const provider = findProvider({ providerApiUrl: baseUrl });
  if (provider === undefined) return undefined;
  try {
    const { cacheWriteTokens = 0, cacheWriteHourTokens = 0 } = usage;
    // The table has the price of five minutes alone; an hour costs 2 to its 1.25, as so many more tokens do.
    const hourSurplus = cacheWriteHourTokens * (2 / 1.25 - 1);
    const writes = cacheWriteTokens + cacheWriteHourTokens + hourSurplus;
    const found = calcPrice(
      {
        input_tokens: usage.inputTokens + hourSurplus,
        cache_read_tokens: usage.cachedInputTokens,
        ...(writes > 0 && { cache_write_tokens: writes }),
        output_tokens: usage.outputTokens,
      },
      model,
      { provider },
    );
    // The table also lists models without any price; only those that are named so are free.
    if (found === null || (found.model_price.output_mtok === undefined && !model.endsWith(':free'))) {
      return undefined;
    }
    return found.total_price;
  } catch {
    // The library throws where its table lacks the price of a kind of token: an unknown price.
    return undefined;
  }
}

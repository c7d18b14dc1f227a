import { calcPrice, findProvider } from '@pydantic/genai-prices';
import type { ModelConnection } from '../providers/connection';
import { askEndpointLimits, type EndpointKind } from '../providers/endpointLimits';
import type { ModelLimits, ModelRef } from '../routing/chat';
import { leadsToPrivateHost } from './privateHost';

/** What is known of a model. Never rejects: what nobody knows is left out. */
export type LimitsOf = (
  ref: ModelRef,
  apiKey: string | undefined,
  headers?: ModelConnection['headers'],
) => Promise<ModelLimits>;

/**
 * Limits from the model's own endpoint, where that is on one's own machine or network or is OpenRouter, else from the bundled
 * table of prices. An endpoint is asked about a model once, however often the limits are.
 */
export function createModelLimits(options: Pick<ModelConnection, 'fetch'> = {}): LimitsOf {
  const asked = new Map<string, Promise<ModelLimits>>();
  return (ref, apiKey, headers) => {
    const kind = tellingKind(ref);
    if (kind === undefined) return Promise.resolve(listedLimits(ref));
    const key = JSON.stringify([ref.provider, ref.baseUrl, ref.model]);
    const known = asked.get(key) ?? askEndpointLimits({ ref, apiKey, headers, ...options }, kind);
    asked.set(key, known);
    return known.then((told) => ({ ...listedLimits(ref), ...told }));
  };
}

/** @returns undefined for hosts that are sent nothing but prompts */
function tellingKind({ baseUrl }: ModelRef): EndpointKind | undefined {
  if (leadsToPrivateHost(baseUrl)) return 'local';
  return URL.canParse(baseUrl) && new URL(baseUrl).hostname === 'openrouter.ai' ? 'hosted' : undefined;
}

function listedLimits({ baseUrl, model }: ModelRef): ModelLimits {
  const provider = findProvider({ providerApiUrl: baseUrl });
  if (provider === undefined) return {};
  try {
    const contextTokens = calcPrice({}, model, { provider })?.model.context_window;
    return contextTokens === undefined ? {} : { contextTokens };
  } catch {
    // The library throws where its table lacks a price, whatever else it knows of the model.
    return {};
  }
}

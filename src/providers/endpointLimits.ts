import type { ModelLimits } from '../routing/chat';
import { apiKeyHeader } from './anthropic';
import { type ModelConnection, requireWebUrl, sendableKey } from './connection';
import { bearer } from './openai';
import { transportOf } from './transport';
import { field, itemsIn, textIn } from './wireValue';

const patienceMs = 1_500;

/** `local` may be any of the servers that people run themselves; `hosted` is asked for its list of models alone. */
export type EndpointKind = 'local' | 'hosted';

/**
 * What an endpoint itself tells of a model, in the ways of Ollama, LM Studio, llama.cpp, vLLM and OpenRouter. Only the model's
 * name is sent.
 *
 * @param signal ends the wait early; it ends by itself after 1.5 seconds
 * @returns what was learnt in time, which may be nothing; never rejects
 */
export async function askEndpointLimits(
  connection: ModelConnection,
  kind: EndpointKind,
  signal: AbortSignal = AbortSignal.timeout(patienceMs),
): Promise<ModelLimits> {
  const { model, baseUrl } = connection.ref;
  const ask = await questioner(connection, signal).catch(() => undefined);
  if (ask === undefined) return {};
  const list = ask(`${baseUrl.replace(/\/+$/, '')}/models`).then((body) => listedLimits(body, model));
  if (kind === 'hosted') return list;
  const { origin } = new URL(baseUrl);
  const answers = await Promise.all([
    ask(`${origin}/api/show`, { model }).then(ollamaLimits),
    ask(`${origin}/api/v0/models`).then((body) => lmStudioLimits(body, model)),
    list,
    ask(`${origin}/props`).then(llamaCppLimits),
  ]);
  return {
    ...firstKnown(answers, 'contextTokens'),
    ...firstKnown(answers, 'images'),
    ...firstKnown(answers, 'tools'),
  };
}

type Ask = (url: string, body?: object) => Promise<unknown>;

/** @throws ProviderError where the URL or the key cannot be used at all */
async function questioner(connection: ModelConnection, signal: AbortSignal): Promise<Ask> {
  requireWebUrl(connection.ref);
  const key = sendableKey(connection);
  const keyHeaders = connection.ref.provider === 'anthropic' ? apiKeyHeader : bearer;
  const send = transportOf(connection, key === undefined ? {} : keyHeaders(key), () => {});
  return async (url, body) => {
    try {
      const response = await send(url, {
        signal,
        headers: { accept: 'application/json', 'content-type': 'application/json' },
        ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
      });
      return response.ok ? await response.json() : undefined;
    } catch {
      // Not this kind of server, or not in time: nothing is known then, which is no error.
      return undefined;
    }
  };
}

/** The size that is set for the model, else the one it was trained for: the server's own default is not told. */
function ollamaLimits(body: unknown): ModelLimits {
  const info = field(body, 'model_info');
  const trained =
    typeof info === 'object' && info !== null
      ? Object.entries(info).find(([name]) => name.endsWith('.context_length'))?.[1]
      : undefined;
  const set = /^num_ctx\s+(\d+)/m.exec(textIn(field(body, 'parameters')))?.[1];
  const capabilities = namesIn(field(body, 'capabilities'));
  return {
    ...contextOf(set === undefined ? trained : Number(set)),
    ...(capabilities && { images: capabilities.includes('vision'), tools: capabilities.includes('tools') }),
  };
}

function lmStudioLimits(body: unknown, model: string): ModelLimits {
  const entry = entryOf(body, model);
  const type = field(entry, 'type');
  const capabilities = namesIn(field(entry, 'capabilities'));
  return {
    ...contextOf(field(entry, 'loaded_context_length') ?? field(entry, 'max_context_length')),
    ...(type === 'vlm' || type === 'llm' ? { images: type === 'vlm' } : {}),
    // A model that was not trained for tools is offered them in its prompt; only that it was is certain.
    ...(capabilities?.includes('tool_use') ? { tools: true } : {}),
  };
}

/** OpenRouter's list of models, or vLLM's, which has one field more than OpenAI's. */
function listedLimits(body: unknown, model: string): ModelLimits {
  const entry = entryOf(body, model);
  const modalities = namesIn(field(field(entry, 'architecture'), 'input_modalities'));
  const parameters = namesIn(field(entry, 'supported_parameters'));
  return {
    ...contextOf(field(entry, 'context_length') ?? field(entry, 'max_model_len')),
    ...(modalities && { images: modalities.includes('image') }),
    ...(parameters && { tools: parameters.includes('tools') }),
  };
}

/** The size of one of its slots, of which each holds a conversation. */
function llamaCppLimits(body: unknown): ModelLimits {
  const vision = field(field(body, 'modalities'), 'vision');
  return {
    ...contextOf(field(field(body, 'default_generation_settings'), 'n_ctx')),
    ...(typeof vision === 'boolean' ? { images: vision } : {}),
  };
}

function firstKnown(answers: readonly ModelLimits[], name: keyof ModelLimits): ModelLimits {
  const known = answers.map((answer) => answer[name]).find((value) => value !== undefined);
  return known === undefined ? {} : { [name]: known };
}

function contextOf(tokens: unknown): Pick<ModelLimits, 'contextTokens'> {
  return typeof tokens === 'number' && Number.isInteger(tokens) && tokens > 0
    ? { contextTokens: tokens }
    : {};
}

function entryOf(body: unknown, model: string): unknown {
  return itemsIn(field(body, 'data')).find((entry) => field(entry, 'id') === model);
}

function namesIn(value: unknown): readonly unknown[] | undefined {
  return Array.isArray(value) ? value : undefined;
}

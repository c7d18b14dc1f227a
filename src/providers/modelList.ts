import type { ModelRef } from '../routing/chat';
import { ProviderError } from '../routing/errors';
import { anthropicClient, apiKeyHeader } from './anthropic';
import { type ModelConnection, requireWebUrl, secretsOf, sendableKey } from './connection';
import { bearer, openAiClient } from './openai';
import { ownDetails } from './ownDetails';
import { problemOf } from './problems';
import { transportOf } from './transport';

const patienceMs = 15_000;

/** Kinds of models that share an endpoint's list with its chat models but cannot chat. */
const otherKinds =
  /embed|whisper|transcri|tts|dall-e|moderation|gpt-image|sora|realtime|audio|davinci|babbage|rerank|search-api/i;

/**
 * The chat models an endpoint offers under its key, in alphabetical order.
 *
 * @throws ProviderError
 */
export async function listModels(
  endpoint: Pick<ModelRef, 'provider' | 'baseUrl'>,
  apiKey: string | undefined,
  options: Pick<ModelConnection, 'headers' | 'fetch'> = {},
): Promise<readonly string[]> {
  const ref: ModelRef = { ...endpoint, model: '/models' };
  const connection: ModelConnection = { ref, apiKey, ...options };
  requireWebUrl(ref);
  const key = sendableKey(connection);
  const signal = AbortSignal.timeout(patienceMs);
  try {
    const response = await requestList(connection, key, signal);
    return namesIn(await response.json()).filter((name) => !otherKinds.test(name));
  } catch (error) {
    if (signal.aborted) throw new ProviderError(ref, { code: 'timed-out' });
    if (error instanceof SyntaxError) {
      throw new ProviderError(ref, {
        code: 'not-a-model-endpoint',
        detail: ownDetails.noModelList,
      });
    }
    throw new ProviderError(ref, problemOf(error, { secrets: secretsOf(connection, key), answering: false }));
  }
}

function requestList(
  connection: ModelConnection,
  key: string | undefined,
  signal: AbortSignal,
): Promise<Response> {
  const anthropic = connection.ref.provider === 'anthropic';
  const keyHeaders = key === undefined ? {} : (anthropic ? apiKeyHeader : bearer)(key);
  const call = { fetch: transportOf(connection, keyHeaders, () => {}), signal };
  return anthropic
    ? anthropicClient(connection, call).models.list({ limit: 1000 }, { signal }).asResponse()
    : openAiClient(connection, call).models.list({ signal }).asResponse();
}

/** A list without models is `data: null` at some endpoints. */
function namesIn(body: unknown): string[] {
  if (typeof body !== 'object' || body === null || !('data' in body)) {
    throw new SyntaxError('no list of models');
  }
  const models: unknown[] = Array.isArray(body.data) ? body.data : [];
  return models
    .flatMap((model) => {
      const id = (model as { id?: unknown } | null)?.id;
      return typeof id === 'string' ? [id] : [];
    })
    .sort((a, b) => a.localeCompare(b));
}

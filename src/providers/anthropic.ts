import Anthropic from '@anthropic-ai/sdk';
import type { ChatModel, ChatRequest } from '../routing/chat';
import { markStablePrefix } from './anthropicCache';
import { concession, withoutUnsupported } from './anthropicConcessions';
import { type AnthropicBody, anthropicRequest } from './anthropicRequest';
import { readAnthropicStream } from './anthropicStream';
import type { ModelConnection } from './connection';
import { readEvents } from './eventStream';
import { endpointMessage } from './problems';
import { type Call, readUpstream, type UpstreamEvent } from './upstream';
import { longestTimer } from './watchdog';

/** A model behind Anthropic's messages API. */
export function createAnthropicModel(connection: ModelConnection): ChatModel {
  const { ref } = connection;
  const learnt = new Set<string>();

  async function* open(request: ChatRequest, call: Call): AsyncGenerator<UpstreamEvent> {
    const client = anthropicClient(connection, call);
    const body = anthropicRequest(request, ref.model);
    const response = await create(client, body, call.signal, learnt);
    // Quotes within a text are escaped, so that only a mark reads so.
    const hourAsked = JSON.stringify(body).includes('"ttl":"1h"');
    yield* readAnthropicStream(readEvents(connection, response), hourAsked);
  }

  return {
    ref,
    limits: connection.limits ?? {},
    stream: (request, signal) =>
      readUpstream(withBetas(connection, request), apiKeyHeader, signal, (call) => open(request, call)),
  };
}

/** An endpoint may refuse the thinking of before, then thinking at all, then the limit. */
const mostConcessions = 6;
/** Refusals that name a field, remembered so that later calls need no second try. */
const mostLearnt = 20;

async function create(client: Anthropic, body: AnthropicBody, signal: AbortSignal, learnt: Set<string>) {
  let current = body;
  for (const words of learnt) current = withoutUnsupported(words, current) ?? current;
  for (let conceded = 0; ; conceded++) {
    try {
      return await client.messages.create(markStablePrefix(current), { signal }).asResponse();
    } catch (error) {
      const next = conceded < mostConcessions ? concession(error, current) : undefined;
      if (next === undefined) throw error;
      const words = error instanceof Anthropic.APIError ? (endpointMessage(error.error) ?? '') : '';
      if (learnt.size < mostLearnt && withoutUnsupported(words, current) !== undefined) learnt.add(words);
      current = next;
    }
  }
}

function withBetas(connection: ModelConnection, { original }: ChatRequest): ModelConnection {
  const betas = original?.format === 'anthropic' ? (original.betas ?? []) : [];
  if (betas.length === 0) return connection;
  return { ...connection, headers: { ...connection.headers, 'anthropic-beta': betas.join(',') } };
}

/** The header that older gateways know too; the API takes it as well as a bearer token. */
export function apiKeyHeader(key: string): Readonly<Record<string, string>> {
  return { 'x-api-key': key };
}

export function anthropicClient(connection: ModelConnection, call: Call): Anthropic {
  return new Anthropic({
    // The SDK's paths begin with /v1, and so do most URLs people paste.
    baseURL: connection.ref.baseUrl.replace(/\/+$/, '').replace(/\/v1$/, ''),
    // The transport adds the real key; without one the SDK would look for credentials on this machine.
    apiKey: 'sent-by-the-transport',
    webhookKey: null,
    fetch: call.fetch,
    maxRetries: 0,
    // The watchdog's limits are the ones that hold.
    timeout: longestTimer,
    // Its log holds pieces of answers.
    logLevel: 'off',
    openTelemetry: false,
  });
}

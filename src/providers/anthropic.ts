import Anthropic from '@anthropic-ai/sdk';
import { type ChatModel, type ChatRequest, textOf, type Usage } from '../routing/chat';
import type { ModelConnection } from './connection';
import { type Call, readUpstream, requireEventStream, tokenCount, type UpstreamEvent } from './upstream';

/**
 * The API wants a limit on every call. This one leaves room for thinking and for any answer a chat can show,
 * and no model that is still served allows less.
 */
const longestAnswer = 16_384;

/** A model behind Anthropic's messages API. */
export function createAnthropicModel(connection: ModelConnection): ChatModel {
  const { ref } = connection;

  async function* open({ messages }: ChatRequest, call: Call): AsyncGenerator<UpstreamEvent> {
    const client = anthropicClient(connection, call);
    const system = messages.filter((message) => message.role === 'system').map(textOf);
    const { data: events, response } = await client.messages
      .create(
        {
          model: ref.model,
          max_tokens: longestAnswer,
          ...(system.length > 0 ? { system: system.join('\n\n') } : {}),
          messages: messages.flatMap((message) => {
            const { role } = message;
            const content = textOf(message);
            // The API refuses empty turns, which a stopped answer leaves in the conversation.
            return role === 'system' || content.trim() === '' ? [] : [{ role, content }];
          }),
          stream: true,
        },
        { signal: call.signal },
      )
      .withResponse();
    try {
      requireEventStream(connection, response);
      yield* eventsOf(events);
    } finally {
      events.controller.abort();
    }
  }

  return {
    ref,
    limits: {},
    stream: (request, signal) =>
      readUpstream(connection, apiKeyHeader, signal, (call) => open(request, call)),
  };
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
    // Its log holds pieces of answers.
    logLevel: 'off',
    openTelemetry: false,
  });
}

async function* eventsOf(events: AsyncIterable<Anthropic.MessageStreamEvent>): AsyncGenerator<UpstreamEvent> {
  let counts: Counts = {};
  for await (const event of events) {
    switch (event.type) {
      case 'message_start':
        counts = merge(counts, event.message.usage);
        break;
      case 'content_block_delta':
        if (event.delta.type === 'text_delta') yield { type: 'text', text: event.delta.text };
        break;
      case 'message_delta': {
        counts = merge(counts, event.usage);
        const usage = usageOf(counts);
        if (usage !== undefined) yield { type: 'usage', usage };
        break;
      }
      case 'message_stop':
        yield { type: 'finished' };
        break;
      default:
        // Starts and ends of blocks, and kinds of events that are still to come.
        break;
    }
  }
}

type CountName = 'input_tokens' | 'cache_creation_input_tokens' | 'cache_read_input_tokens' | 'output_tokens';
type Counts = { readonly [name in CountName]?: number | null };

/** The counts are cumulative; an event leaves out, or sets to null, those it has nothing new about. */
function merge(before: Counts, now: Counts | undefined): Counts {
  const known = (name: CountName) => tokenCount(now?.[name]) ?? before[name];
  return {
    input_tokens: known('input_tokens'),
    cache_creation_input_tokens: known('cache_creation_input_tokens'),
    cache_read_input_tokens: known('cache_read_input_tokens'),
    output_tokens: known('output_tokens'),
  };
}

function usageOf(counts: Counts): Usage | undefined {
  const { input_tokens: fresh, output_tokens: outputTokens } = counts;
  if (typeof fresh !== 'number' || typeof outputTokens !== 'number') return undefined;
  const cachedInputTokens = counts.cache_read_input_tokens ?? 0;
  return {
    inputTokens: fresh + (counts.cache_creation_input_tokens ?? 0) + cachedInputTokens,
    cachedInputTokens,
    outputTokens,
    source: 'measured',
  };
}

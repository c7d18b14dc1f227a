import OpenAI from 'openai';
import { type ChatModel, type ChatRequest, textOf, type Usage } from '../routing/chat';
import type { ModelConnection } from './connection';
import { endpointMessage } from './problems';
import { type Call, readUpstream, requireEventStream, tokenCount, type UpstreamEvent } from './upstream';

/** A model behind OpenAI's chat completions API: OpenAI, OpenRouter, Ollama, LM Studio, llama.cpp and others. */
export function createOpenAiModel(connection: ModelConnection): ChatModel {
  const { ref } = connection;
  // Learnt from the endpoint's first refusal, so that later calls need no second try.
  let usageOnRequest = true;

  async function* open({ messages }: ChatRequest, call: Call): AsyncGenerator<UpstreamEvent> {
    const client = openAiClient(connection, call);
    const ask = () =>
      client.chat.completions
        .create(
          {
            model: ref.model,
            messages: messages.map((message) => ({ role: message.role, content: textOf(message) })),
            stream: true,
            ...(usageOnRequest ? { stream_options: { include_usage: true } } : {}),
          },
          { signal: call.signal },
        )
        .withResponse();
    const { data: chunks, response } = await ask().catch((error: unknown) => {
      if (!usageOnRequest || !refusesStreamOptions(error)) throw error;
      usageOnRequest = false;
      return ask();
    });
    try {
      requireEventStream(connection, response);
      for await (const chunk of chunks) yield* eventsOf(chunk);
    } finally {
      chunks.controller.abort();
    }
  }

  return {
    ref,
    limits: {},
    stream: (request, signal) => readUpstream(connection, bearer, signal, (call) => open(request, call)),
  };
}

export function bearer(key: string): Readonly<Record<string, string>> {
  return { authorization: `Bearer ${key}` };
}

export function openAiClient(connection: ModelConnection, call: Call): OpenAI {
  return new OpenAI({
    baseURL: connection.ref.baseUrl,
    // The transport adds the real key; the SDK insists on one, and would look for more in the environment.
    apiKey: 'sent-by-the-transport',
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    fetch: call.fetch,
    maxRetries: 0,
    // Its log holds pieces of answers.
    logLevel: 'off',
  });
}

function refusesStreamOptions(error: unknown): boolean {
  return (
    error instanceof OpenAI.APIError &&
    (error.status === 400 || error.status === 422) &&
    /stream_options|include_usage/.test(`${error.param} ${endpointMessage(error.error)} ${error.message}`)
  );
}

function* eventsOf(chunk: OpenAI.ChatCompletionChunk): Generator<UpstreamEvent> {
  // The usage chunk's list of choices is empty, and some endpoints leave it out.
  const choice = (chunk.choices as typeof chunk.choices | undefined)?.[0];
  const delta: Partial<OpenAI.ChatCompletionChunk.Choice.Delta> | undefined = choice?.delta;
  const text = delta?.content ?? delta?.refusal;
  if (typeof text === 'string') yield { type: 'text', text };
  const usage = usageOf(chunk.usage);
  if (usage !== undefined) yield { type: 'usage', usage };
  if (choice?.finish_reason) yield { type: 'finished' };
}

function usageOf(usage: OpenAI.CompletionUsage | null | undefined): Usage | undefined {
  const inputTokens = tokenCount(usage?.prompt_tokens);
  const outputTokens = tokenCount(usage?.completion_tokens);
  if (inputTokens === undefined || outputTokens === undefined) return undefined;
  const cached = tokenCount(usage?.prompt_tokens_details?.cached_tokens) ?? 0;
  return {
    inputTokens,
    cachedInputTokens: Math.min(cached, inputTokens),
    outputTokens,
    source: 'measured',
  };
}

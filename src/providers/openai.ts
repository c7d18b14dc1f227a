import OpenAI from 'openai';
import type { ChatModel, ChatRequest } from '../routing/chat';
import type { ModelConnection } from './connection';
import { readEvents } from './eventStream';
import { type OpenAiBody, openAiRequest, type Sparable } from './openaiRequest';
import { readOpenAiStream } from './openaiStream';
import { endpointMessage } from './problems';
import { type Call, readUpstream, type UpstreamEvent } from './upstream';
import { longestTimer } from './watchdog';

/** A model behind OpenAI's chat completions API: OpenAI, OpenRouter, Ollama, LM Studio, llama.cpp and others. */
export function createOpenAiModel(connection: ModelConnection): ChatModel {
  const { ref } = connection;
  // Learnt from the endpoint's first refusal, so that later calls need no second try.
  const learnt = new Set<Sparable>();

  async function* open(request: ChatRequest, call: Call): AsyncGenerator<UpstreamEvent> {
    const client = openAiClient(connection, call);
    const refused = new Set(learnt);
    const ask = async () => {
      for (;;) {
        const body = openAiRequest(request, ref, refused);
        try {
          return await client.chat.completions.create(body, { signal: call.signal }).asResponse();
        } catch (error) {
          const refusal = refusalOf(error, body);
          if (refusal === undefined) throw error;
          // Each field is refused but once, so this ends.
          for (const field of refusal.fields) refused.add(field);
          if (refusal.always) for (const field of refusal.fields) learnt.add(field);
        }
      }
    };
    yield* readOpenAiStream(readEvents(connection, await ask()));
  }

  return {
    ref,
    limits: connection.limits ?? {},
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
    // The watchdog's limits are the ones that hold.
    timeout: longestTimer,
    // Its log holds pieces of answers.
    logLevel: 'off',
  });
}

interface FieldRefusal {
  readonly fields: readonly Sparable[];
  /** Whatever their values, so that later calls leave them out from the start. */
  readonly always: boolean;
}

const limits = ['max_completion_tokens', 'max_tokens'] as const;
const sparable: readonly Sparable[] = ['stream_options', 'logprobs', ...limits];

/** @returns what the endpoint complains of and can be asked without, if it is that */
function refusalOf(error: unknown, body: OpenAiBody): FieldRefusal | undefined {
  if (!(error instanceof OpenAI.APIError) || (error.status !== 400 && error.status !== 422)) return undefined;
  const words = `${error.param} ${endpointMessage(error.error)} ${error.message}`;
  const named = words.replaceAll('include_usage', 'stream_options');
  const field = sparable.find((name) => body[name] !== undefined && named.includes(name));
  if (field === undefined) return undefined;
  // A limit that is too large for the model is better left out, but the next may not be.
  const tooLarge = /too large|at most|exceed|less than|maximum|\d+ ?[<>]/i.test(words);
  return field.startsWith('max_') && tooLarge
    ? { fields: limits, always: false }
    : { fields: [field], always: true };
}

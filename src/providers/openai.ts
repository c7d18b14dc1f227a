import OpenAI from 'openai';
import type { ChatModel, ChatRequest } from '../routing/chat';
import { createCallMemory } from './callMemory';
import type { ModelConnection } from './connection';
import { readEvents } from './eventStream';
import { type OpenAiBody, openAiRequest, type Sparable, sparableFields } from './openaiRequest';
import { readOpenAiStream } from './openaiStream';
import { endpointMessage } from './problems';
import { type Call, readUpstream, type UpstreamEvent } from './upstream';
import { longestTimer } from './watchdog';

/** A model behind OpenAI's chat completions API: OpenAI, OpenRouter, Ollama, LM Studio, llama.cpp and others. */
export function createOpenAiModel(connection: ModelConnection): ChatModel {
  const { ref } = connection;
  // Learnt from the endpoint's first refusal, so that later calls need no second try.
  const learnt = new Set<Sparable>();
  const memory = createCallMemory();

  async function* open(request: ChatRequest, call: Call): AsyncGenerator<UpstreamEvent> {
    const client = openAiClient(connection, call);
    const refused = new Set(learnt);
    const ask = async () => {
      for (;;) {
        const body = openAiRequest(request, ref, refused);
        body.messages = memory.restored(body.messages);
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
    yield* readOpenAiStream(memory.watch(readEvents(connection, await ask())));
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
const sparable = ['stream_options', 'logprobs', ...limits] as const;

/** @returns what the endpoint complains of and can be asked without, if it is that */
function refusalOf(error: unknown, body: OpenAiBody): FieldRefusal | undefined {
  if (!(error instanceof OpenAI.APIError) || (error.status !== 400 && error.status !== 422)) return undefined;
  const words = `${error.param} ${endpointMessage(error.error)} ${error.message}`;
  const named = words.replaceAll('include_usage', 'stream_options');
  const field = sparable.find((name) => body[name] !== undefined && named.includes(name));
  if (field === undefined) {
    const spared = unsupportedIn(error.param, words, body);
    return spared && { fields: [spared], always: true };
  }
  // A limit that is too large for the model is better left out, but the next may not be.
  const tooLarge = /too large|at most|exceed|less than|maximum|\d+ ?[<>]/i.test(words);
  return field.startsWith('max_') && tooLarge
    ? { fields: limits, always: false }
    : { fields: [field], always: true };
}

const unsupported =
  /support|unrecogni[sz]ed|unknown|unexpected|not permitted|not allowed|forbidden|deprecated|only the default/i;

/** @returns what the endpoint has no place for: a field, the role `developer`, or ids of another shape */
function unsupportedIn(
  param: string | null | undefined,
  words: string,
  { messages, ...fields }: OpenAiBody,
): Sparable | undefined {
  if (/tool call id/i.test(words) && /length of 9/.test(words)) return 'callIds';
  if (!unsupported.test(words)) return undefined;
  const names = (name: string) =>
    param === name ||
    new RegExp(`(['"\\x60]|(supplied|parameters?|arguments?|fields?|inputs?): *)${name}\\b`, 'i').test(
      words,
    ) ||
    new RegExp(`(^|\\s)${name}( is|:)`).test(words);
  if (messages.some(({ role }) => role === 'developer') && names('developer')) return 'developer';
  return sparableFields.find((name) => fields[name] !== undefined && names(name));
}

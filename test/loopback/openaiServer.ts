import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import {
  type LoopbackServer,
  type ReceivedRequest,
  type Reply,
  sendPlainReply,
  startLoopbackServer,
} from './loopbackServer';

/** Speaks the wire format of OpenAI's chat completions and model list. */
export interface OpenAiServer extends LoopbackServer {
  /** What an OpenAI client is configured with. */
  readonly baseUrl: string;
  /** How chat requests are answered from now on; may look at the request. */
  reply: Reply | ((request: OpenAiChatRequest) => Reply);
}

export interface OpenAiChatRequest {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly stream?: boolean;
  readonly stream_options?: { readonly include_usage?: boolean };
}

/** @param others JSON that it has at other paths as well */
export async function startOpenAiServer(
  reply: OpenAiServer['reply'],
  models: readonly string[] = ['gpt-test'],
  others: Readonly<Record<string, object>> = {},
): Promise<OpenAiServer> {
  const server = await startLoopbackServer(async (request, response) => {
    const other = others[request.path];
    if (other !== undefined) return sendJson(response, 200, other);
    if (request.path === '/v1/models') {
      const data = models.map((id) => ({ id, object: 'model', created: 1_700_000_000, owned_by: 'test' }));
      return sendJson(response, 200, { object: 'list', data });
    }
    if (request.path !== '/v1/chat/completions') {
      return sendJson(
        response,
        404,
        openAiError(`Invalid URL (${request.method} ${request.path})`, null).body,
      );
    }
    const chat = chatRequestOf(request);
    const chosen = typeof running.reply === 'function' ? running.reply(chat) : running.reply;
    if (!sendPlainReply(chosen, response)) await stream(chat, chosen, response);
  });
  const running: OpenAiServer = { ...server, baseUrl: `${server.origin}/v1`, reply };
  return running;
}

export function chatRequestOf(request: ReceivedRequest): OpenAiChatRequest {
  return JSON.parse(request.body) as OpenAiChatRequest;
}

/** These very chunks, as they are, and the end of the stream. */
export function openAiChunks(...chunks: readonly object[]): Reply {
  const stream = chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`).join('');
  return {
    kind: 'bytes',
    contentType: 'text/event-stream',
    writes: [Buffer.from(`${stream}data: [DONE]\n\n`)],
  };
}

/** A chunk of the only choice. */
export function openAiChunk(delta: object, finish_reason: string | null = null, rest: object = {}) {
  return {
    id: 'chatcmpl-CtEsT0nLy',
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta, finish_reason, ...rest }],
  };
}

async function stream(chat: OpenAiChatRequest, reply: Reply, response: ServerResponse): Promise<void> {
  if (reply.kind === 'refusal' || reply.kind === 'bytes' || reply.kind === 'mute') return;
  const includeUsage = chat.stream_options?.include_usage === true;
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
  const send = (part: object) =>
    response.write(
      `data: ${JSON.stringify({
        id: 'chatcmpl-CtEsT0nLy',
        object: 'chat.completion.chunk',
        created: 1_762_000_000,
        model: `${chat.model}-2026-01-01`,
        service_tier: 'default',
        system_fingerprint: 'fp_0123456789',
        ...part,
        ...(includeUsage && !('usage' in part) ? { usage: null } : {}),
        obfuscation: 'aB3dE',
      })}\n\n`,
    );
  const choice = (delta: object, finish_reason: string | null) =>
    send({ choices: [{ index: 0, delta, logprobs: null, finish_reason }] });

  choice({ role: 'assistant', content: '', refusal: null }, null);
  if (reply.kind === 'answer') await reply.after;
  for (const content of reply.pieces) {
    if (reply.kind === 'answer' && reply.pauseMs !== undefined) await wait(reply.pauseMs);
    choice({ content }, null);
  }
  switch (reply.kind) {
    case 'answer':
      choice({}, 'stop');
      if (includeUsage && reply.usage !== undefined) {
        const { fresh, cached, output } = reply.usage;
        send({
          choices: [],
          usage: {
            prompt_tokens: fresh + cached,
            completion_tokens: output,
            total_tokens: fresh + cached + output,
            prompt_tokens_details: { cached_tokens: cached, audio_tokens: 0 },
            completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 0 },
          },
        });
      }
      response.end('data: [DONE]\n\n');
      break;
    case 'cut':
      // Once what was written has left.
      response.write('', () => response.destroy());
      break;
    case 'unfinished':
      response.end();
      break;
    case 'brokenOff':
      response.end(`data: ${JSON.stringify(reply.error)}\n\n`);
      break;
    case 'hang':
      break;
  }
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** The body that OpenAI's API explains a refusal with. */
export function openAiError(message: string, code: string | null, type = 'invalid_request_error') {
  return { body: { error: { message, type, param: null, code } } };
}

/** OpenAI's refusals, as they are worded. */
export const openAiRefusals = {
  /** Quotes the whole key, which is worse than the real one does. */
  wrongKey: (key: string): Reply => ({
    kind: 'refusal',
    status: 401,
    ...openAiError(
      `Incorrect API key provided: ${key}. You can find your API key at https://platform.openai.com/account/api-keys.`,
      'invalid_api_key',
    ),
  }),
  modelNotFound: (model: string): Reply => ({
    kind: 'refusal',
    status: 404,
    ...openAiError(
      `The model \`${model}\` does not exist or you do not have access to it.`,
      'model_not_found',
    ),
  }),
  rateLimited: (retryAfter: string): Reply => ({
    kind: 'refusal',
    status: 429,
    headers: { 'retry-after': retryAfter },
    ...openAiError(
      'Rate limit reached for gpt-test on requests per min (RPM).',
      'rate_limit_exceeded',
      'requests',
    ),
  }),
  noCredit: (): Reply => ({
    kind: 'refusal',
    status: 429,
    ...openAiError(
      'You exceeded your current quota, please check your plan and billing details.',
      'insufficient_quota',
      'insufficient_quota',
    ),
  }),
  overloaded: (): Reply => ({
    kind: 'refusal',
    status: 503,
    ...openAiError('The engine is currently overloaded, please try again later.', null, 'server_error'),
  }),
  tooLong: (): Reply => ({
    kind: 'refusal',
    status: 400,
    ...openAiError(
      "This model's maximum context length is 128000 tokens. However, your messages resulted in 250011 tokens.",
      'context_length_exceeded',
    ),
  }),
  noStreamOptions: (): Reply => ({
    kind: 'refusal',
    status: 400,
    ...openAiError('Unrecognized request argument supplied: stream_options', null),
  }),
} as const;

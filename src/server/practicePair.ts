import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { areMessages, askOf } from '../routing/asking/ask';
import type { ModelRef, Pair, Side } from '../routing/chat';
import { messageOf } from '../routing/errors';
import { estimateTokens } from '../routing/ledger/pricing';
import { sameText } from './access';
import { defaultBodyLimit } from './defaults';
import { close, listen, readBody, sendJson } from './http';
import { piecesOf, practiceAnswer } from './practiceAnswer';

/** Two scripted models behind a server of one's own, to be asked like any other. */
export interface PracticePair {
  readonly models: Pair<ModelRef>;
  readonly apiKey: string;
  close(): Promise<void>;
}

/** Resolves when the next piece of an answer is due. @throws when `signal` was aborted */
export type Pace = (side: Side, signal: AbortSignal) => Promise<unknown>;

const modelNames: Pair<string> = { strong: 'practice-strong', weak: 'practice-weak' };

/** About as fast as people read; the weak model is the quicker one, as they are. */
const humanPace: Pace = (side, signal) => wait(side === 'strong' ? 24 : 12, undefined, { signal });

/**
 * Starts the practice pair: OpenAI's chat completions format over HTTP on a random port of 127.0.0.1, for
 * those who know the random key only.
 */
export async function startPracticePair(pace: Pace = humanPace): Promise<PracticePair> {
  const apiKey = `practice-${randomBytes(24).toString('base64url')}`;
  const server = createServer((request, response) => {
    handle(request, response, apiKey, pace).catch((error) => {
      // The client has gone, or will see the connection break: it is told so by its own error.
      response.destroy(error instanceof Error ? error : undefined);
    });
  });
  const port = await listen(server, 0, '127.0.0.1');
  const model = (side: Side): ModelRef => ({
    provider: 'openai',
    baseUrl: `http://127.0.0.1:${port}/v1`,
    model: modelNames[side],
  });
  return {
    models: { strong: model('strong'), weak: model('weak') },
    apiKey,
    close: () => close(server),
  };
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  apiKey: string,
  pace: Pace,
): Promise<void> {
  // A page in a browser can be made to call 127.0.0.1 under another name; it cannot change this header.
  if (request.headers.host !== `127.0.0.1:${request.socket.localPort}`) {
    return refuse(response, 403, 'This server is called by its address only.');
  }
  if (!sameText(request.headers.authorization ?? '', `Bearer ${apiKey}`)) {
    return refuse(response, 401, 'Incorrect API key provided.');
  }
  const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
  if (request.method === 'GET' && pathname === '/v1/models') {
    const data = Object.values(modelNames).map((id) => ({ id, object: 'model', owned_by: 'turnout' }));
    return sendJson(response, 200, { object: 'list', data });
  }
  if (request.method !== 'POST' || pathname !== '/v1/chat/completions') {
    return refuse(response, 404, `Invalid URL (${request.method} ${pathname})`);
  }
  const body = await readBody(request, defaultBodyLimit);
  if (body === undefined) return refuse(response, 413, 'The request is too large.');
  const asked = readRequest(body);
  if (typeof asked === 'string') return refuse(response, 400, asked);
  const side = sideNamed(asked.model);
  if (side === undefined) {
    return refuse(response, 404, `The model \`${asked.model}\` does not exist.`, 'model_not_found');
  }
  await streamAnswer(response, side, asked, pace);
}

interface ChatRequest {
  readonly model: string;
  readonly prompt: string;
  readonly messages: number;
  readonly characters: number;
  readonly includeUsage: boolean;
}

/** @returns what is wrong with the request, if anything is */
function readRequest(body: string): ChatRequest | string {
  try {
    const parsed = JSON.parse(body) as {
      model?: unknown;
      messages?: unknown;
      stream?: unknown;
      stream_options?: { include_usage?: unknown };
    };
    if (parsed.stream !== true) return 'Practice models only stream: set "stream" to true.';
    if (!areMessages(parsed.messages)) return 'The "messages" are no list of messages.';
    return {
      model: String(parsed.model),
      prompt: askOf(parsed.messages),
      messages: parsed.messages.length,
      characters: JSON.stringify(parsed.messages).length,
      includeUsage: parsed.stream_options?.include_usage === true,
    };
  } catch (error) {
    return messageOf(error);
  }
}

function sideNamed(model: string): Side | undefined {
  if (model === modelNames.strong) return 'strong';
  return model === modelNames.weak ? 'weak' : undefined;
}

async function streamAnswer(
  response: ServerResponse,
  side: Side,
  asked: ChatRequest,
  pace: Pace,
): Promise<void> {
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  const common = {
    id: `chatcmpl-${randomBytes(8).toString('hex')}`,
    object: 'chat.completion.chunk',
    created: Math.floor(Date.now() / 1000),
    model: asked.model,
  };
  const event = (part: object) => response.write(`data: ${JSON.stringify({ ...common, ...part })}\n\n`);
  const choice = (delta: object, finishReason: 'stop' | null) =>
    event({ choices: [{ index: 0, delta, logprobs: null, finish_reason: finishReason }] });

  const answer = practiceAnswer({ side, prompt: asked.prompt, messages: asked.messages });
  choice({ role: 'assistant', content: '' }, null);
  for (const content of piecesOf(answer)) {
    await pace(side, gone.signal);
    choice({ content }, null);
  }
  choice({}, 'stop');
  if (asked.includeUsage) {
    const prompt_tokens = estimateTokens(asked.characters);
    const completion_tokens = estimateTokens(answer.length);
    const usage = { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens };
    event({ choices: [], usage });
  }
  response.end('data: [DONE]\n\n');
}

function refuse(response: ServerResponse, status: number, message: string, code: string | null = null): void {
  sendJson(response, status, { error: { message, type: 'invalid_request_error', param: null, code } });
}

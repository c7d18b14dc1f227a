import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import {
  type LoopbackServer,
  type ReceivedRequest,
  type Reply,
  sendPlainReply,
  startLoopbackServer,
} from './loopbackServer';

/** Speaks the wire format of Anthropic's messages and model list. */
export interface AnthropicServer extends LoopbackServer {
  /** What an Anthropic client is configured with. */
  readonly baseUrl: string;
  /** How message requests are answered from now on; may look at the request. */
  reply: Reply | ((request: AnthropicChatRequest) => Reply);
}

export interface AnthropicChatRequest {
  readonly model: string;
  readonly max_tokens: number;
  readonly system?: string | readonly { readonly type: 'text'; readonly text: string }[];
  readonly messages: readonly AnthropicMessage[];
  readonly tools?: readonly { readonly name: string; readonly input_schema: { readonly type: string } }[];
  readonly tool_choice?: { readonly type: string };
  readonly thinking?: object;
}

export interface AnthropicMessage {
  readonly role: string;
  readonly content: string | readonly AnthropicBlock[];
}

export interface AnthropicBlock {
  readonly type: string;
  readonly [field: string]: unknown;
}

export async function startAnthropicServer(
  reply: AnthropicServer['reply'],
  models: readonly string[] = ['claude-test'],
): Promise<AnthropicServer> {
  const server = await startLoopbackServer(async (request, response) => {
    const { pathname } = new URL(request.path, 'http://127.0.0.1');
    if (pathname === '/v1/models') {
      const data = models.map((id) => ({
        type: 'model',
        id,
        display_name: id,
        created_at: '2026-01-01T00:00:00Z',
      }));
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ data, has_more: false, first_id: models[0], last_id: models.at(-1) }));
      return;
    }
    if (pathname !== '/v1/messages') {
      sendPlainReply(anthropicRefusal(404, 'not_found_error', 'Not Found'), response);
      return;
    }
    const asked = messagesRequestOf(request);
    const chosen = typeof running.reply === 'function' ? running.reply(asked) : running.reply;
    if (!sendPlainReply(chosen, response)) await stream(asked.model, chosen, response);
  });
  const running: AnthropicServer = { ...server, baseUrl: server.origin, reply };
  return running;
}

export function messagesRequestOf(request: ReceivedRequest): AnthropicChatRequest {
  return JSON.parse(request.body) as AnthropicChatRequest;
}

/** An event of a stream of messages. */
export interface AnthropicEvent {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** These very events, each with the name that its type gives it. */
export function anthropicEvents(...events: readonly AnthropicEvent[]): Reply {
  const stream = events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join('');
  return { kind: 'bytes', contentType: 'text/event-stream', writes: [Buffer.from(stream)] };
}

async function stream(model: string, reply: Reply, response: ServerResponse): Promise<void> {
  if (reply.kind === 'refusal' || reply.kind === 'bytes' || reply.kind === 'mute') return;
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'request-id': 'req_011Test',
  });
  const send = (type: string, rest: object = {}) =>
    response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...rest })}\n\n`);
  const { fresh, cached, output } = (reply.kind === 'answer' && reply.usage) || {
    fresh: 9,
    cached: 0,
    output: 5,
  };
  const input = {
    input_tokens: fresh,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: cached,
  };

  send('message_start', {
    message: {
      model,
      id: 'msg_01TestOnly',
      type: 'message',
      role: 'assistant',
      content: [],
      stop_reason: null,
      stop_sequence: null,
      usage: {
        ...input,
        cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
        output_tokens: 1,
        service_tier: 'standard',
      },
    },
  });
  send('content_block_start', { index: 0, content_block: { type: 'text', text: '' } });
  send('ping');
  for (const text of reply.pieces) {
    if (reply.kind === 'answer' && reply.pauseMs !== undefined) await wait(reply.pauseMs);
    send('content_block_delta', { index: 0, delta: { type: 'text_delta', text } });
  }
  switch (reply.kind) {
    case 'answer':
      send('content_block_stop', { index: 0 });
      send('message_delta', {
        delta: { stop_reason: 'end_turn', stop_sequence: null },
        usage: { ...input, output_tokens: output },
      });
      send('message_stop');
      response.end();
      break;
    case 'cut':
      // Once what was written has left.
      response.write('', () => response.destroy());
      break;
    case 'unfinished':
      response.end();
      break;
    case 'brokenOff':
      response.end(`event: error\ndata: ${JSON.stringify(reply.error)}\n\n`);
      break;
    case 'hang':
      break;
  }
}

/** A refusal in Anthropic's envelope. */
export function anthropicRefusal(
  status: number,
  type: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return {
    kind: 'refusal',
    status,
    headers,
    body: { type: 'error', error: { type, message }, request_id: 'req_011Test' },
  };
}

import { anthropicEvents, anthropicRefusal, startAnthropicServer } from '../loopback/anthropicServer';
import type { LoopbackServer, Reply } from '../loopback/loopbackServer';
import { openAiChunk, openAiChunks, startOpenAiServer } from '../loopback/openaiServer';

/** The two wire formats, by what is the same in both. */
export interface Wire {
  /** A whole stream that says the text. */
  stream(text: string): Uint8Array;
  /** The beginning of one, without its end. */
  begun(text: string): Uint8Array;
  refusal(status: number, headers?: Readonly<Record<string, string>>): Reply;
  /** A stream that ends with that the model will not answer. */
  declined(): Reply;
  /** A whole stream that calls a tool with input that is no JSON. */
  brokenCall(input: string): Reply;
  start(reply: Reply): Promise<LoopbackServer & { readonly baseUrl: string; reply: unknown }>;
}

function bytesIn(reply: Reply): Uint8Array {
  const [bytes] = reply.kind === 'bytes' ? reply.writes : [];
  if (bytes === undefined) throw new Error('The reply has no bytes.');
  return bytes;
}

const anthropicBegin = [
  { type: 'message_start', message: { usage: { input_tokens: 4, output_tokens: 1 } } },
  { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
] as const;
const anthropicTypes: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  403: 'permission_error',
  429: 'rate_limit_error',
  529: 'overloaded_error',
};
const anthropicText = (text: string) => ({
  type: 'content_block_delta',
  index: 0,
  delta: { type: 'text_delta', text },
});

export const wires: Readonly<Record<'openai' | 'anthropic', Wire>> = {
  openai: {
    stream: (text) => bytesIn(openAiChunks(openAiChunk({ content: text }), openAiChunk({}, 'stop'))),
    begun: (text) => Buffer.from(`data: ${JSON.stringify(openAiChunk({ content: text }))}\n\n`),
    refusal: (status, headers) => ({
      kind: 'refusal',
      status,
      headers,
      body: {
        error: {
          message: status === 404 ? 'The model `test` does not exist' : 'Not now',
          type: status < 500 ? 'invalid_request_error' : 'server_error',
          param: null,
          code: status === 404 ? 'model_not_found' : null,
        },
      },
    }),
    declined: () => openAiChunks(openAiChunk({ content: '' }), openAiChunk({}, 'content_filter')),
    brokenCall: (input) =>
      openAiChunks(
        openAiChunk({
          tool_calls: [
            { index: 0, id: 'call_1', type: 'function', function: { name: 'time', arguments: input } },
          ],
        }),
        openAiChunk({}, 'tool_calls'),
      ),
    start: startOpenAiServer,
  },
  anthropic: {
    stream: (text) =>
      bytesIn(
        anthropicEvents(
          ...anthropicBegin,
          anthropicText(text),
          { type: 'content_block_stop', index: 0 },
          { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 2 } },
          { type: 'message_stop' },
        ),
      ),
    begun: (text) => bytesIn(anthropicEvents(...anthropicBegin, anthropicText(text))),
    refusal: (status, headers) =>
      status === 404
        ? anthropicRefusal(404, 'not_found_error', 'model: test', headers)
        : anthropicRefusal(status, anthropicTypes[status] ?? 'api_error', 'Not now', headers),
    declined: () =>
      anthropicEvents(
        anthropicBegin[0],
        { type: 'message_delta', delta: { stop_reason: 'refusal' }, usage: { output_tokens: 1 } },
        { type: 'message_stop' },
      ),
    brokenCall: (input) =>
      anthropicEvents(
        anthropicBegin[0],
        {
          type: 'content_block_start',
          index: 0,
          content_block: { type: 'tool_use', id: 'toolu_1', name: 'time', input: {} },
        },
        { type: 'content_block_delta', index: 0, delta: { type: 'input_json_delta', partial_json: input } },
        { type: 'content_block_stop', index: 0 },
        { type: 'message_delta', delta: { stop_reason: 'tool_use' }, usage: { output_tokens: 2 } },
        { type: 'message_stop' },
      ),
    start: startAnthropicServer,
  },
};

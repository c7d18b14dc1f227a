import { afterEach, beforeEach, expect, test } from 'vitest';
import { createAnthropicModel } from '../../src/providers/anthropic';
import {
  type AnthropicEvent,
  type AnthropicServer,
  anthropicEvents,
  startAnthropicServer,
} from '../loopback/anthropicServer';
import { ask } from './exchange';

let server: AnthropicServer;
beforeEach(async () => {
  server = await startAnthropicServer({ kind: 'mute' });
});
afterEach(() => server.close());

const start: AnthropicEvent = {
  type: 'message_start',
  message: { usage: { input_tokens: 4, output_tokens: 1 } },
};
const stop: AnthropicEvent = { type: 'message_stop' };
const block = (index: number, content_block: object): AnthropicEvent => ({
  type: 'content_block_start',
  index,
  content_block,
});
const delta = (index: number, type: string, rest: object): AnthropicEvent => ({
  type: 'content_block_delta',
  index,
  delta: { type, ...rest },
});
const blockStop = (index: number): AnthropicEvent => ({ type: 'content_block_stop', index });
const end = (stop_reason: string | null, usage: object = {}): AnthropicEvent => ({
  type: 'message_delta',
  delta: { stop_reason, stop_sequence: null },
  usage,
});

async function exchange(...events: readonly AnthropicEvent[]) {
  server.reply = anthropicEvents(...events);
  const ref = { provider: 'anthropic', baseUrl: server.baseUrl, model: 'claude-test' } as const;
  return ask(createAnthropicModel({ ref, apiKey: undefined }));
}

test('thinking with its signature, redacted thinking, text and calls of tools, in their order', async () => {
  const { parts, thrown } = await exchange(
    start,
    block(0, { type: 'thinking', thinking: '', signature: '' }),
    delta(0, 'thinking_delta', { thinking: 'Two ' }),
    { type: 'ping' },
    delta(0, 'thinking_delta', { thinking: 'cities.' }),
    delta(0, 'signature_delta', { signature: 'EqQBCgIYAhIM' }),
    blockStop(0),
    block(1, { type: 'redacted_thinking', data: 'EmwKAhgB' }),
    blockStop(1),
    block(2, { type: 'text', text: '' }),
    delta(2, 'text_delta', { text: 'I look.' }),
    blockStop(2),
    block(3, { type: 'tool_use', id: 'toolu_1', name: 'weather', input: {} }),
    delta(3, 'input_json_delta', { partial_json: '' }),
    delta(3, 'input_json_delta', { partial_json: '{"city": "Os' }),
    delta(3, 'input_json_delta', { partial_json: 'lo"}' }),
    blockStop(3),
    block(4, { type: 'tool_use', id: 'toolu_2', name: 'time', input: {} }),
    blockStop(4),
    end('tool_use', { output_tokens: 80, output_tokens_details: { thinking_tokens: 30 } }),
    stop,
  );
  expect(thrown).toBeUndefined();
  expect(parts).toEqual([
    { type: 'thinking', text: 'Two ' },
    { type: 'thinking', text: 'cities.' },
    { type: 'thinking-signature', signature: 'EqQBCgIYAhIM' },
    { type: 'redacted-thinking', data: 'EmwKAhgB' },
    { type: 'text', text: 'I look.' },
    { type: 'tool-call-piece', id: 'toolu_1', name: 'weather', input: '' },
    { type: 'tool-call-piece', id: 'toolu_1', name: 'weather', input: '{"city": "Os' },
    { type: 'tool-call-piece', id: 'toolu_1', name: 'weather', input: 'lo"}' },
    { type: 'tool-call', id: 'toolu_1', name: 'weather', input: '{"city": "Oslo"}' },
    { type: 'tool-call', id: 'toolu_2', name: 'time', input: '{}' },
    { type: 'finish', reason: 'tool-calls' },
    {
      type: 'usage',
      usage: {
        inputTokens: 4,
        cachedInputTokens: 0,
        outputTokens: 80,
        reasoningTokens: 30,
        source: 'measured',
      },
    },
  ]);
});

test('thinking that is not shown has its signature alone', async () => {
  const { parts } = await exchange(
    start,
    block(0, { type: 'thinking', thinking: '', signature: '' }),
    delta(0, 'signature_delta', { signature: 'EqQB' }),
    blockStop(0),
    block(1, { type: 'text', text: 'Yes.' }),
    end('end_turn'),
    stop,
  );
  expect(parts.slice(0, 2)).toEqual([
    { type: 'thinking-signature', signature: 'EqQB' },
    { type: 'text', text: 'Yes.' },
  ]);
});

test('a call whose input is whole at its start, or broken, comes as it is', async () => {
  const { parts } = await exchange(
    start,
    block(0, { type: 'tool_use', id: 'a', name: 'time', input: { zone: 'CET' } }),
    blockStop(0),
    block(1, { type: 'tool_use', id: 'b', name: 'time', input: {} }),
    delta(1, 'input_json_delta', { partial_json: '{"zone": "C' }),
    end('max_tokens', { output_tokens: 8 }),
    stop,
  );
  expect(parts.filter(({ type }) => type !== 'tool-call-piece').slice(0, 3)).toEqual([
    { type: 'tool-call', id: 'a', name: 'time', input: '{"zone":"CET"}' },
    { type: 'tool-call', id: 'b', name: 'time', input: '{"zone": "C' },
    { type: 'finish', reason: 'length' },
  ]);
});

test('what the provider’s own tools do is no call of ours', async () => {
  const { parts } = await exchange(
    start,
    block(0, { type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: {} }),
    delta(0, 'input_json_delta', { partial_json: '{"query":"x"}' }),
    blockStop(0),
    block(1, { type: 'web_search_tool_result', tool_use_id: 'srvtoolu_1', content: [] }),
    blockStop(1),
    block(2, { type: 'text', text: 'Found.' }),
    end('end_turn'),
    stop,
  );
  expect(parts).toMatchObject([
    { type: 'text', text: 'Found.' },
    { type: 'finish', reason: 'stop' },
    { type: 'usage' },
  ]);
});

test.each([
  ['end_turn', 'stop'],
  ['stop_sequence', 'stop'],
  ['pause_turn', 'stop'],
  ['max_tokens', 'length'],
  ['model_context_window_exceeded', 'length'],
  ['refusal', 'refusal'],
  ['something_new', 'stop'],
  [null, 'stop'],
])('an end for the reason %s is told as %s', async (sent, reason) => {
  const { parts } = await exchange(start, end(sent), stop);
  expect(parts[0]).toEqual({ type: 'finish', reason });
});

test('a stream cut after some thinking was cut off, and keeps it', async () => {
  const { parts, thrown } = await exchange(
    start,
    block(0, { type: 'thinking', thinking: '', signature: '' }),
    delta(0, 'thinking_delta', { thinking: 'Two' }),
    { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } },
  );
  expect(parts).toEqual([{ type: 'thinking', text: 'Two' }]);
  expect(thrown).toMatchObject({ problem: { code: 'cut-off', detail: 'Overloaded' } });
});

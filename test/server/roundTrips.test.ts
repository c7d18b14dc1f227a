import type Anthropic from '@anthropic-ai/sdk';
import type OpenAI from 'openai';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type AnthropicServer,
  anthropicEvents,
  messagesRequestOf,
  startAnthropicServer,
} from '../loopback/anthropicServer';
import type { ReceivedRequest, Reply } from '../loopback/loopbackServer';
import { type OpenAiServer, openAiChunk, openAiChunks, startOpenAiServer } from '../loopback/openaiServer';
import { pairAt, serveTurnout } from './servedTurnout';

const bodyOf = (request: ReceivedRequest | undefined): Record<string, unknown> =>
  JSON.parse(request?.body ?? '{}');

/** Thinks and calls a tool, then answers from the tool's result. */
const anthropicReply = (answered: boolean): Reply => {
  const block = (index: number, content_block: object, ...deltas: object[]) => [
    { type: 'content_block_start', index, content_block },
    ...deltas.map((delta) => ({ type: 'content_block_delta', index, delta })),
    { type: 'content_block_stop', index },
  ];
  const usage = { input_tokens: 20, output_tokens: 9 };
  const blocks = answered
    ? block(0, { type: 'text', text: '' }, { type: 'text_delta', text: 'It snows.' })
    : [
        ...block(
          0,
          { type: 'thinking', thinking: '', signature: '' },
          { type: 'thinking_delta', thinking: 'Oslo, ' },
          { type: 'thinking_delta', thinking: 'then.' },
          { type: 'signature_delta', signature: 'c2ln' },
        ),
        ...block(1, { type: 'redacted_thinking', data: 'cmVk' }),
        ...block(
          2,
          { type: 'tool_use', id: 'toolu_1', name: 'weather', input: {} },
          { type: 'input_json_delta', partial_json: '{"city":' },
          { type: 'input_json_delta', partial_json: '"Oslo"}' },
        ),
      ];
  return anthropicEvents(
    {
      type: 'message_start',
      message: { id: 'msg_1', type: 'message', role: 'assistant', model: 'claude', content: [], usage },
    },
    ...blocks,
    { type: 'message_delta', delta: { stop_reason: answered ? 'end_turn' : 'tool_use' }, usage },
    { type: 'message_stop' },
  );
};

const openAiReply = (answered: boolean): Reply =>
  answered
    ? openAiChunks(openAiChunk({ content: 'It snows.' }), openAiChunk({}, 'stop'))
    : openAiChunks(
        openAiChunk({
          role: 'assistant',
          tool_calls: [
            { index: 0, id: 'call_1', type: 'function', function: { name: 'weather', arguments: '' } },
          ],
        }),
        openAiChunk({ tool_calls: [{ index: 0, function: { arguments: '{"city":' } }] }),
        openAiChunk({ tool_calls: [{ index: 0, function: { arguments: '"Oslo"}' } }] }),
        openAiChunk({}, 'tool_calls'),
      );

const schema = { type: 'object' as const, properties: { city: { type: 'string' } } };

/** Has npm's Anthropic client ask, run the tool, and ask on. @returns both requests and the last answer */
async function askWithAnthropic(client: Anthropic) {
  const first: Anthropic.Beta.MessageCreateParamsNonStreaming = {
    model: 'turnout',
    max_tokens: 4000,
    betas: ['context-management-2025-06-27'],
    thinking: { type: 'enabled', budget_tokens: 2000 },
    system: [{ type: 'text', text: 'Be short.', cache_control: { type: 'ephemeral' } }],
    tools: [{ name: 'weather', description: 'Tells it.', input_schema: schema }],
    messages: [{ role: 'user', content: 'Weather in Oslo?' }],
  };
  const called = await client.beta.messages.stream(first).finalMessage();
  const [call] = called.content.filter((block) => block.type === 'tool_use');
  const second: Anthropic.Beta.MessageCreateParamsNonStreaming = {
    ...first,
    messages: [
      ...first.messages,
      { role: 'assistant', content: called.content },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: call?.id ?? '', content: 'snow' }] },
    ],
  };
  const answered = await client.beta.messages.create(second);
  return { first, second, called, answered };
}

/** As {@link askWithAnthropic}, with npm's openai client. */
async function askWithOpenAi(client: OpenAI) {
  const first = {
    model: 'turnout',
    seed: 7,
    response_format: { type: 'text' as const },
    tools: [
      {
        type: 'function' as const,
        function: { name: 'weather', description: 'Tells it.', parameters: schema },
      },
    ],
    messages: [{ role: 'user' as const, content: 'Weather in Oslo?' }],
  };
  const called = (await client.chat.completions.create(first)).choices[0];
  if (called === undefined) throw new Error('There is no choice.');
  const [call] = called.message.tool_calls ?? [];
  const second = {
    ...first,
    messages: [
      ...first.messages,
      called.message,
      { role: 'tool' as const, tool_call_id: call?.id ?? '', content: 'snow' },
    ],
  };
  const answered = (await client.chat.completions.create(second)).choices[0];
  return { first, second, called, answered };
}

describe('with Anthropic upstream', () => {
  let upstream: AnthropicServer;
  beforeEach(async () => {
    upstream = await startAnthropicServer(({ messages }) => anthropicReply(messages.length > 1));
  });
  afterEach(() => upstream.close());
  const serve = () => serveTurnout(pairAt(upstream.baseUrl, 'anthropic'));

  test('Anthropic’s client loses nothing, in either direction', async () => {
    const { anthropic, entries } = await serve();
    const { first, second, called, answered } = await askWithAnthropic(anthropic);
    expect(called).toMatchObject({
      content: [
        { type: 'thinking', thinking: 'Oslo, then.', signature: 'c2ln' },
        { type: 'redacted_thinking', data: 'cmVk' },
        { type: 'tool_use', id: 'toolu_1', name: 'weather', input: { city: 'Oslo' } },
      ],
      stop_reason: 'tool_use',
    });
    expect(answered).toMatchObject({
      content: [{ type: 'text', text: 'It snows.' }],
      stop_reason: 'end_turn',
    });
    for (const [index, sent] of [first, second].entries()) {
      const { betas, ...body } = sent;
      expect(upstream.requests[index]?.headers['anthropic-beta']).toBe(betas?.join());
      expect(bodyOf(upstream.requests[index])).toEqual({ ...body, model: 'gpt-weak', stream: true });
    }
    expect(new Set(entries.map(({ conversation }) => conversation)).size).toBe(1);
  });

  test('OpenAI’s client calls tools', async () => {
    const { openai } = await serve();
    const { called, answered } = await askWithOpenAi(openai);
    expect(called).toMatchObject({
      finish_reason: 'tool_calls',
      message: {
        reasoning_content: 'Oslo, then.',
        tool_calls: [{ id: 'toolu_1', function: { name: 'weather', arguments: '{"city":"Oslo"}' } }],
      },
    });
    expect(answered).toMatchObject({ finish_reason: 'stop', message: { content: 'It snows.' } });
    const sent = upstream.requests[1] && messagesRequestOf(upstream.requests[1]);
    expect(sent?.tools).toMatchObject([{ name: 'weather', input_schema: schema }]);
    expect(sent?.messages).toMatchObject([
      { role: 'user' },
      {
        role: 'assistant',
        content: [{ type: 'tool_use', id: 'toolu_1', name: 'weather', input: { city: 'Oslo' } }],
      },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_1' }] },
    ]);
  });
});

describe('with an OpenAI-compatible upstream', () => {
  let upstream: OpenAiServer;
  beforeEach(async () => {
    upstream = await startOpenAiServer(({ messages }) => openAiReply(messages.at(-1)?.role === 'tool'));
  });
  afterEach(() => upstream.close());
  const serve = () => serveTurnout(pairAt(upstream.baseUrl));

  test('OpenAI’s client loses nothing', async () => {
    const { openai } = await serve();
    const { first, second, called, answered } = await askWithOpenAi(openai);
    expect(called).toMatchObject({
      finish_reason: 'tool_calls',
      message: { content: null, tool_calls: [{ id: 'call_1', function: { arguments: '{"city":"Oslo"}' } }] },
    });
    expect(answered).toMatchObject({ finish_reason: 'stop', message: { content: 'It snows.' } });
    for (const [index, sent] of [first, second].entries()) {
      expect(bodyOf(upstream.requests[index])).toEqual({
        ...JSON.parse(JSON.stringify(sent)),
        model: 'gpt-weak',
        stream: true,
        stream_options: { include_usage: true },
      });
    }
  });

  test('Anthropic’s client calls tools', async () => {
    const { anthropic } = await serve();
    const { called, answered } = await askWithAnthropic(anthropic);
    expect(called).toMatchObject({
      content: [{ type: 'tool_use', id: 'call_1', name: 'weather', input: { city: 'Oslo' } }],
      stop_reason: 'tool_use',
    });
    expect(answered).toMatchObject({
      content: [{ type: 'text', text: 'It snows.' }],
      stop_reason: 'end_turn',
    });
    expect(bodyOf(upstream.requests[1])).toMatchObject({
      tools: [{ type: 'function', function: { name: 'weather', parameters: schema } }],
      messages: [
        { role: 'system', content: 'Be short.' },
        { role: 'user' },
        {
          role: 'assistant',
          tool_calls: [{ id: 'call_1', function: { name: 'weather', arguments: '{"city":"Oslo"}' } }],
        },
        { role: 'tool', tool_call_id: 'call_1', content: 'snow' },
      ],
    });
  });
});

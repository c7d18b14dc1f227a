import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createChatModel } from '../../src/providers/chatModel';
import type { ChatRequest } from '../../src/routing/chat';
import { type AnthropicServer, startAnthropicServer } from '../loopback/anthropicServer';
import { answerOf, type ReceivedRequest } from '../loopback/loopbackServer';
import { type OpenAiServer, openAiRefusals, startOpenAiServer } from '../loopback/openaiServer';
import { send } from './exchange';

const usage = { fresh: 3, cached: 0, output: 2 };

/** Requests as other programs wrote them, with fields that Turnout has no word for. */
describe('a request of another program', () => {
  let openAi: OpenAiServer;
  let anthropic: AnthropicServer;
  beforeEach(async () => {
    openAi = await startOpenAiServer(answerOf('Hi.', usage));
    anthropic = await startAnthropicServer(answerOf('Hi.', usage));
  });
  afterEach(async () => {
    await openAi.close();
    await anthropic.close();
  });

  const openAiModel = () =>
    createChatModel({ provider: 'openai', baseUrl: openAi.baseUrl, model: 'gpt-test' }, undefined);
  const anthropicModel = () =>
    createChatModel({ provider: 'anthropic', baseUrl: anthropic.baseUrl, model: 'claude-test' }, undefined, {
      headers: { 'Anthropic-Beta': 'of-the-user' },
    });
  const body = (request: ReceivedRequest | undefined) => JSON.parse(request?.body ?? '');
  const messages = [{ role: 'user', content: 'Hello' }] as const;

  const openAiBody = {
    model: 'turnout',
    messages: [
      { role: 'developer', content: 'Be brief.' },
      { role: 'user', content: [{ type: 'text', text: 'Hello' }], name: 'ada' },
    ],
    temperature: 0,
    n: 3,
    stream: false,
    max_completion_tokens: 50,
    response_format: { type: 'json_object' },
    metadata: { trace: '1' },
    parallel_tool_calls: false,
  };
  const anthropicBody = {
    model: 'turnout',
    max_tokens: 2_000,
    system: [{ type: 'text', text: 'Be brief.', cache_control: { type: 'ephemeral', ttl: '1h' } }],
    messages: [
      { role: 'user', content: 'Hello' },
      { role: 'assistant', content: [{ type: 'text', text: 'Hi' }] },
      { role: 'user', content: 'Why?' },
    ],
    thinking: { type: 'adaptive' },
    metadata: { user_id: 'u' },
    stop_sequences: ['END'],
    stream: false,
  };

  test('goes to the same format as it is, streamed, with one answer and the model’s own name', async () => {
    const request: ChatRequest = { messages, original: { format: 'openai', body: openAiBody } };
    expect((await send(openAiModel(), request)).text).toBe('Hi.');
    const { n: _, ...kept } = openAiBody;
    expect(body(openAi.requests[0])).toEqual({
      ...kept,
      model: 'gpt-test',
      stream: true,
      stream_options: { include_usage: true },
    });
  });

  test('keeps its own options of the stream, but tells the usage', async () => {
    const stream_options = { include_obfuscation: false, include_usage: false };
    const original = { format: 'openai', body: { ...openAiBody, stream_options } } as const;
    const { usage: told } = await send(openAiModel(), { messages, original });
    expect(body(openAi.requests[0]).stream_options).toEqual({
      include_obfuscation: false,
      include_usage: true,
    });
    expect(told?.outputTokens).toBe(2);
  });

  test('goes to Anthropic as it is, with its own marks alone and its features in trial', async () => {
    const original = { format: 'anthropic', body: anthropicBody, betas: ['one-2026-01-01', 'two'] } as const;
    expect((await send(anthropicModel(), { messages, original })).text).toBe('Hi.');
    const [sent] = anthropic.requests;
    expect(body(sent)).toEqual({ ...anthropicBody, model: 'claude-test', stream: true });
    expect(String(sent?.headers['anthropic-beta']).split(/, ?/).sort()).toEqual([
      'of-the-user',
      'one-2026-01-01',
      'two',
    ]);
  });

  test('without marks gets them', async () => {
    const original = { format: 'anthropic', body: { ...anthropicBody, system: 'Be brief.' } } as const;
    await send(anthropicModel(), { messages, original });
    const mark = { cache_control: { type: 'ephemeral' } };
    expect(body(anthropic.requests[0])).toMatchObject({
      system: [{ type: 'text', text: 'Be brief.', ...mark }],
      messages: [
        { content: 'Hello' },
        { content: [{ text: 'Hi', ...mark }] },
        { content: [{ text: 'Why?', ...mark }] },
      ],
      thinking: { type: 'adaptive' },
    });
  });

  test('goes to the other format by its messages', async () => {
    await send(anthropicModel(), { messages, original: { format: 'openai', body: openAiBody } });
    expect(body(anthropic.requests[0])).toMatchObject({ model: 'claude-test', messages });
    expect(anthropic.requests[0]?.body).not.toContain('json_object');
    const original = { format: 'anthropic', body: anthropicBody, betas: ['one'] } as const;
    await send(openAiModel(), { messages, original });
    expect(body(openAi.requests[0])).toMatchObject({ model: 'gpt-test', messages });
    expect(openAi.requests[0]?.headers['anthropic-beta']).toBeUndefined();
  });

  test('loses to a plain server what that refuses', async () => {
    openAi.reply = (request) =>
      'stream_options' in request ? openAiRefusals.noStreamOptions() : answerOf('Hi.');
    const original = { format: 'openai', body: openAiBody } as const;
    expect((await send(openAiModel(), { messages, original })).text).toBe('Hi.');
    expect(body(openAi.requests[1])).not.toHaveProperty('stream_options');
    expect(body(openAi.requests[1])).toHaveProperty('metadata');
  });
});

import type OpenAI from 'openai';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ChatRequest, StreamPart } from '../../src/routing/chat';
import { answerOf } from '../loopback/loopbackServer';
import { chatRequestOf, type OpenAiServer, startOpenAiServer } from '../loopback/openaiServer';
import { pairAt, scriptedPair, serveTurnout } from './servedTurnout';

const hello = [{ role: 'user', content: 'Say hello.' }] as const;

describe('npm’s openai client, with an OpenAI-compatible upstream', () => {
  let upstream: OpenAiServer;
  beforeEach(async () => {
    upstream = await startOpenAiServer(
      answerOf('Hello there, friend.', { fresh: 30, cached: 12, output: 7 }),
    );
  });
  afterEach(() => upstream.close());
  const serve = () => serveTurnout(pairAt(upstream.baseUrl));

  test('gets a whole answer, with usage and the decision in the headers', async () => {
    const { openai, entries } = await serve();
    const { data, response } = await openai.chat.completions
      .create({ model: 'turnout', messages: [...hello] })
      .withResponse();
    expect(data.choices).toEqual([
      {
        index: 0,
        message: { role: 'assistant', content: 'Hello there, friend.', refusal: null },
        logprobs: null,
        finish_reason: 'stop',
      },
    ]);
    expect(data).toMatchObject({
      object: 'chat.completion',
      model: 'gpt-weak',
      usage: {
        prompt_tokens: 42,
        completion_tokens: 7,
        total_tokens: 49,
        prompt_tokens_details: { cached_tokens: 12 },
      },
    });
    expect(
      Object.fromEntries([...response.headers].filter(([name]) => name.startsWith('x-turnout-'))),
    ).toEqual({
      'x-turnout-side': 'weak',
      'x-turnout-model': 'gpt-weak',
      'x-turnout-router': 'default',
      'x-turnout-win-rate': '0.25',
      'x-turnout-threshold': '0.5',
      'x-turnout-reason': 'win-rate-below-threshold',
      'x-turnout-conversation': entries[0]?.conversation,
    });
    expect(entries).toMatchObject([{ door: 'server', outcome: { kind: 'ok' }, usage: { inputTokens: 42 } }]);
  });

  test('gets a stream, piece by piece, with usage where it asks for it', async () => {
    const { openai } = await serve();
    const stream = await openai.chat.completions.create({
      model: 'turnout',
      messages: [...hello],
      stream: true,
      stream_options: { include_usage: true },
    });
    const chunks: OpenAI.ChatCompletionChunk[] = [];
    for await (const chunk of stream) chunks.push(chunk);
    const deltas = chunks.flatMap(({ choices }) => choices.map(({ delta }) => delta));
    expect(deltas[0]).toEqual({ role: 'assistant', content: '', refusal: null });
    expect(deltas.map(({ content }) => content ?? '')).toEqual(['', 'Hello', ' there,', ' friend.', '']);
    expect(chunks.map(({ choices }) => choices[0]?.finish_reason)).toEqual([
      null,
      null,
      null,
      null,
      'stop',
      undefined,
    ]);
    expect(chunks.map(({ usage }) => usage?.total_tokens)).toEqual([...Array(5).fill(undefined), 49]);
    expect(new Set(chunks.map(({ id, object, model }) => `${id} ${object} ${model}`)).size).toBe(1);
  });

  test('gets no usage in a stream unless it asks for it', async () => {
    const { openai } = await serve();
    const stream = await openai.chat.completions.create({
      model: 'turnout',
      messages: [...hello],
      stream: true,
    });
    const chunks: OpenAI.ChatCompletionChunk[] = [];
    for await (const chunk of stream) chunks.push(chunk);
    expect(chunks).toHaveLength(5);
    expect(chunks.filter((chunk) => 'usage' in chunk)).toEqual([]);
  });

  test('reaches the strong model with a hard prompt, and either by a named threshold', async () => {
    const { openai } = await serve();
    const askedOf = async (model: string, content: string) =>
      (await openai.chat.completions.create({ model, messages: [{ role: 'user', content }] })).model;
    expect(await askedOf('turnout', 'A hard one')).toBe('gpt-strong');
    expect(await askedOf('router-mf-0.8', 'A hard one')).toBe('gpt-weak');
    expect(await askedOf('router-mf-0.11593', 'An easy one')).toBe('gpt-strong');
    expect(await askedOf('router-sw_ranking-1', 'A hard one')).toBe('gpt-weak');
  });

  test('lists models, and finds one by its name', async () => {
    const { openai } = await serve();
    const names: string[] = [];
    for await (const { id } of openai.models.list()) names.push(id);
    expect(names).toContain('turnout');
    expect(names).toContain('router-mf-0.5');
    expect(await openai.models.retrieve('router-sw_ranking-0.25')).toMatchObject({
      object: 'model',
      owned_by: 'turnout',
    });
    await expect(openai.models.retrieve('gpt-5')).rejects.toMatchObject({
      status: 404,
      code: 'model_not_found',
    });
  });

  test('never sends its token upstream, and keeps Turnout’s key from the client', async () => {
    const { openai } = await serve();
    await openai.chat.completions.create({ model: 'turnout', messages: [...hello] });
    expect(upstream.requests[0]?.headers.authorization).toBe('Bearer sk-upstream-secret');
    expect(upstream.requests[0] && chatRequestOf(upstream.requests[0]).model).toBe('gpt-weak');
  });
});

describe('npm’s openai client, with any model behind', () => {
  const weather = {
    type: 'function',
    function: { name: 'weather', description: 'Tells it.', parameters: { type: 'object', properties: {} } },
  } as const;
  const call: StreamPart = { type: 'tool-call', id: 'call_1', name: 'weather', input: '{"city":"Oslo"}' };
  const script = ({ messages }: ChatRequest): readonly StreamPart[] => {
    const last = messages.at(-1)?.content;
    const isResult = Array.isArray(last) && last.some(({ type }) => type === 'tool-result');
    return isResult
      ? [
          { type: 'text', text: 'It snows.' },
          { type: 'finish', reason: 'stop' },
        ]
      : [
          { type: 'text', text: 'Let me see.' },
          call,
          { ...call, id: 'call_2' },
          { type: 'finish', reason: 'tool-calls' },
        ];
  };

  test('calls tools and sends their results back', async () => {
    const pair = scriptedPair(script);
    const { openai } = await serveTurnout(pair);
    const messages: OpenAI.ChatCompletionMessageParam[] = [{ role: 'user', content: 'Weather in Oslo?' }];
    const asked = {
      model: 'turnout',
      messages,
      tools: [weather],
      tool_choice: 'auto' as const,
      max_tokens: 99,
    };
    const first = await openai.chat.completions.create(asked);
    const [choice] = first.choices;
    expect(choice?.finish_reason).toBe('tool_calls');
    expect(choice?.message).toMatchObject({
      content: 'Let me see.',
      tool_calls: ['call_1', 'call_2'].map((id) => ({
        id,
        type: 'function',
        function: { name: 'weather', arguments: '{"city":"Oslo"}' },
      })),
    });
    if (choice === undefined) throw new Error('no choice');
    messages.push(choice.message);
    for (const id of ['call_1', 'call_2']) messages.push({ role: 'tool', tool_call_id: id, content: 'snow' });
    const second = await openai.chat.completions.create(asked);
    expect(second.choices[0]).toMatchObject({ finish_reason: 'stop', message: { content: 'It snows.' } });

    expect(pair.weak.requests[0]).toMatchObject({
      tools: [{ name: 'weather', description: 'Tells it.', inputSchema: { type: 'object' } }],
      toolChoice: { kind: 'auto' },
      maxOutputTokens: 99,
      original: { format: 'openai', body: { model: 'turnout', max_tokens: 99 } },
    });
    expect(pair.weak.requests[1]?.messages.slice(1)).toEqual([
      {
        role: 'assistant',
        content: [{ type: 'text', text: 'Let me see.' }, call, { ...call, id: 'call_2' }],
      },
      ...['call_1', 'call_2'].map((callId) => ({
        role: 'user',
        content: [{ type: 'tool-result', callId, content: 'snow', failed: false }],
      })),
    ]);
  });

  test('puts a stream with tool calls together', async () => {
    const { openai } = await serveTurnout(scriptedPair(script));
    const message = await openai.chat.completions
      .stream({ model: 'turnout', messages: [{ role: 'user', content: 'Weather?' }], tools: [weather] })
      .finalChatCompletion();
    expect(message.choices[0]).toMatchObject({
      finish_reason: 'tool_calls',
      message: {
        content: 'Let me see.',
        tool_calls: [{ id: 'call_1', function: { arguments: '{"city":"Oslo"}' } }, { id: 'call_2' }],
      },
    });
  });

  test('sends images, system text and earlier turns', async () => {
    const pair = scriptedPair(() => [{ type: 'text', text: 'A dot.' }]);
    const { openai } = await serveTurnout(pair);
    const url = 'data:image/png;base64,AAAA';
    await openai.chat.completions.create({
      model: 'turnout',
      messages: [
        { role: 'developer', content: 'Be short.' },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'What is it?' },
            { type: 'image_url', image_url: { url } },
          ],
        },
      ],
    });
    expect(pair.weak.requests[0]?.messages).toEqual([
      { role: 'system', content: [{ type: 'text', text: 'Be short.' }] },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'What is it?' },
          { type: 'image', source: url },
        ],
      },
    ]);
  });

  test.each([
    ['length', 'length'],
    ['refusal', 'content_filter'],
  ] as const)('is told that the answer ended by %s', async (reason, wire) => {
    const { openai } = await serveTurnout(
      scriptedPair(() => [
        { type: 'text', text: 'So' },
        { type: 'finish', reason },
      ]),
    );
    const { choices } = await openai.chat.completions.create({ model: 'turnout', messages: [...hello] });
    expect(choices[0]?.finish_reason).toBe(wire);
  });

  test('sees estimated tokens marked', async () => {
    const { openai } = await serveTurnout(scriptedPair(() => [{ type: 'text', text: 'Four' }]));
    const { usage } = await openai.chat.completions.create({ model: 'turnout', messages: [...hello] });
    expect(usage).toMatchObject({ completion_tokens: 1, estimated: true });
  });

  test('gets thinking beside the answer', async () => {
    const pair = scriptedPair(() => [
      { type: 'thinking', text: 'Hm.' },
      { type: 'text', text: 'Yes.' },
    ]);
    const { openai } = await serveTurnout(pair);
    const { choices } = await openai.chat.completions.create({ model: 'turnout', messages: [...hello] });
    expect(choices[0]?.message).toMatchObject({ content: 'Yes.', reasoning_content: 'Hm.' });
  });
});

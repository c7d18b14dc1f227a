import Anthropic from '@anthropic-ai/sdk';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ChatRequest, StreamPart } from '../../src/routing/chat';
import { type AnthropicServer, anthropicRefusal, startAnthropicServer } from '../loopback/anthropicServer';
import { answerOf } from '../loopback/loopbackServer';
import { pairAt, scriptedPair, serveTurnout } from './servedTurnout';

const hello: Anthropic.MessageParam[] = [{ role: 'user', content: 'Say hello.' }];
const asked = { model: 'turnout', max_tokens: 100, messages: hello };

describe('npm’s Anthropic client, with Anthropic upstream', () => {
  let upstream: AnthropicServer;
  beforeEach(async () => {
    upstream = await startAnthropicServer(
      answerOf('Hello there, friend.', { fresh: 30, cached: 12, output: 7 }),
    );
  });
  afterEach(() => upstream.close());
  const serve = () => serveTurnout(pairAt(upstream.baseUrl, 'anthropic'));

  test('gets a whole message, with usage and the decision in the headers', async () => {
    const { anthropic, entries } = await serve();
    const { data, response } = await anthropic.messages.create(asked).withResponse();
    expect(data).toMatchObject({
      type: 'message',
      role: 'assistant',
      model: 'gpt-weak',
      content: [{ type: 'text', text: 'Hello there, friend.' }],
      stop_reason: 'end_turn',
      stop_sequence: null,
      usage: { input_tokens: 30, cache_read_input_tokens: 12, output_tokens: 7 },
    });
    expect(data.id).toMatch(/^msg_\w+$/);
    expect(response.headers.get('x-turnout-side')).toBe('weak');
    expect(response.headers.get('x-turnout-conversation')).toBe(entries[0]?.conversation);
  });

  test('gets a stream of the events it knows, in their order', async () => {
    const { anthropic } = await serve();
    const events: Anthropic.MessageStreamEvent[] = [];
    for await (const event of await anthropic.messages.create({ ...asked, stream: true })) events.push(event);
    expect(events.map(({ type }) => type)).toEqual([
      'message_start',
      'content_block_start',
      ...Array(3).fill('content_block_delta'),
      'content_block_stop',
      'message_delta',
      'message_stop',
    ]);
    expect(events.at(-2)).toMatchObject({
      delta: { stop_reason: 'end_turn' },
      usage: { input_tokens: 30, cache_read_input_tokens: 12, output_tokens: 7 },
    });
  });

  test('puts a stream together to the same message', async () => {
    const { anthropic } = await serve();
    const message = await anthropic.messages.stream(asked).finalMessage();
    expect(message.content).toMatchObject([{ type: 'text', text: 'Hello there, friend.' }]);
    expect(message).toMatchObject({ stop_reason: 'end_turn', usage: { input_tokens: 30, output_tokens: 7 } });
    expect(message.usage).not.toHaveProperty('estimated');
  });

  test('leaves: the request upstream ends', async () => {
    upstream.reply = { kind: 'hang', pieces: ['Half of'] };
    const { anthropic, nextEntry } = await serve();
    const over = nextEntry();
    for await (const event of await anthropic.messages.create({ ...asked, stream: true })) {
      if (event.type === 'content_block_delta') break;
    }
    await upstream.abandoned;
    expect((await over).outcome).toEqual({ kind: 'cancelled' });
  });

  test('sees a stream break off as an error event', async () => {
    upstream.reply = { kind: 'cut', pieces: ['Half of'] };
    const { anthropic } = await serve();
    let text = '';
    const reading = (async () => {
      for await (const event of await anthropic.messages.create({ ...asked, stream: true })) {
        if (event.type === 'content_block_delta' && event.delta.type === 'text_delta')
          text += event.delta.text;
      }
    })();
    await expect(reading).rejects.toThrow(/api_error.*broke off/);
    expect(text).toBe('Half of');
  });

  test.each([
    {
      what: 'a wrong key of Turnout’s',
      status: 401,
      type: 'authentication_error',
      given: 502,
      as: 'api_error',
    },
    {
      what: 'an overloaded endpoint',
      status: 529,
      type: 'overloaded_error',
      given: 529,
      as: 'overloaded_error',
    },
    {
      what: 'a refused request',
      status: 400,
      type: 'invalid_request_error',
      given: 400,
      as: 'invalid_request_error',
    },
    { what: 'an empty account', status: 402, type: 'billing_error', given: 402, as: 'billing_error' },
    { what: 'a rate limit', status: 429, type: 'rate_limit_error', given: 429, as: 'rate_limit_error' },
  ])('gets an HTTP error for $what', async ({ status, type, given, as }) => {
    upstream.reply = anthropicRefusal(status, type, 'Sorry.', { 'retry-after': '7' });
    const { anthropic } = await serve();
    const error = await anthropic.messages.create(asked).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Anthropic.APIError);
    expect(error).toMatchObject({ status: given, error: { type: 'error', error: { type: as } } });
    const { headers } = error as InstanceType<typeof Anthropic.APIError>;
    expect(headers?.get('retry-after')).toBe(status === 429 ? '7' : null);
  });

  test('is told that a prompt is too long in the words that its programs look for', async () => {
    upstream.reply = anthropicRefusal(
      400,
      'invalid_request_error',
      'prompt is too long: 250000 tokens > 200000 maximum',
    );
    const { anthropic } = await serve();
    await expect(anthropic.messages.create(asked)).rejects.toMatchObject({
      status: 400,
      error: {
        error: { type: 'invalid_request_error', message: expect.stringMatching(/^prompt is too long/) },
      },
    });
  });

  test('sends the token in either header', async () => {
    const { origin, anthropic } = await serve();
    const bearer = new Anthropic({
      baseURL: origin,
      authToken: 'a-token-for-tests',
      apiKey: null,
      maxRetries: 0,
    });
    expect((await bearer.messages.create(asked)).stop_reason).toBe('end_turn');
    const stranger = new Anthropic({ baseURL: origin, apiKey: 'a-guess', authToken: null, maxRetries: 0 });
    await expect(stranger.messages.create(asked)).rejects.toMatchObject({
      status: 401,
      error: { type: 'error', error: { type: 'authentication_error' } },
    });
    expect((await anthropic.models.list()).data.map(({ id }) => id)).toContain('turnout');
  });

  test('is told in its own format that there is no such model', async () => {
    const { anthropic } = await serve();
    expect(await anthropic.models.retrieve('turnout')).toMatchObject({ type: 'model', id: 'turnout' });
    await expect(anthropic.models.retrieve('claude')).rejects.toMatchObject({
      status: 404,
      error: { type: 'error', error: { type: 'not_found_error' } },
    });
  });

  test('leaves before the first word: the request upstream ends as well', async () => {
    upstream.reply = { kind: 'mute' };
    const { anthropic, nextEntry } = await serve();
    const over = nextEntry();
    const leaving = new AbortController();
    const asking = anthropic.messages.create(asked, { signal: leaving.signal });
    await expect.poll(() => upstream.requests.length).toBe(1);
    leaving.abort();
    await expect(asking).rejects.toThrow(Anthropic.APIUserAbortError);
    await upstream.abandoned;
    expect((await over).outcome).toEqual({ kind: 'cancelled' });
  });

  test('counts tokens without asking a model', async () => {
    const { anthropic } = await serve();
    const { input_tokens } = await anthropic.messages.countTokens({
      model: 'turnout',
      system: 'x'.repeat(40),
      messages: [{ role: 'user', content: 'y'.repeat(400) }],
    });
    // 40 and 400 characters, four a token, and four tokens for each message
    expect(input_tokens).toBe(118);
    await expect(anthropic.messages.countTokens({ model: 'claude', messages: hello })).rejects.toMatchObject({
      status: 404,
      error: { error: { type: 'not_found_error' } },
    });
    expect(upstream.requests).toEqual([]);
  });
});

describe('npm’s Anthropic client, with any model behind', () => {
  const weather: Anthropic.Tool = {
    name: 'weather',
    description: 'Tells it.',
    input_schema: { type: 'object' },
  };
  const call: StreamPart = { type: 'tool-call', id: 'toolu_1', name: 'weather', input: '{"city":"Oslo"}' };
  const script = ({ messages }: ChatRequest): readonly StreamPart[] => {
    const last = messages.at(-1)?.content;
    if (Array.isArray(last) && last.some(({ type }) => type === 'tool-result')) {
      return [
        { type: 'text', text: 'It snows.' },
        { type: 'finish', reason: 'stop' },
      ];
    }
    return [
      { type: 'thinking', text: 'Where is ' },
      { type: 'thinking', text: 'Oslo?' },
      { type: 'thinking-signature', signature: 'c2ln' },
      { type: 'redacted-thinking', data: 'cmVkYWN0ZWQ=' },
      { type: 'text', text: 'Let me ' },
      { type: 'text', text: 'see.' },
      call,
      { type: 'thinking', text: 'And again.' },
      { type: 'thinking-signature', signature: 'c2lnMg==' },
      { ...call, id: 'toolu_2' },
      { type: 'finish', reason: 'tool-calls' },
    ];
  };
  const expectedContent = [
    { type: 'thinking', thinking: 'Where is Oslo?', signature: 'c2ln' },
    { type: 'redacted_thinking', data: 'cmVkYWN0ZWQ=' },
    { type: 'text', text: 'Let me see.' },
    { type: 'tool_use', id: 'toolu_1', name: 'weather', input: { city: 'Oslo' } },
    { type: 'thinking', thinking: 'And again.', signature: 'c2lnMg==' },
    { type: 'tool_use', id: 'toolu_2', name: 'weather', input: { city: 'Oslo' } },
  ];

  test('thinks and calls tools, whole and as a stream', async () => {
    const { anthropic } = await serveTurnout(scriptedPair(script));
    const whole = await anthropic.messages.create({ ...asked, tools: [weather] });
    expect(whole).toMatchObject({ content: expectedContent, stop_reason: 'tool_use' });
    const streamed = await anthropic.messages.stream({ ...asked, tools: [weather] }).finalMessage();
    expect(streamed).toMatchObject({ content: expectedContent, stop_reason: 'tool_use' });
    expect(whole.content).toHaveLength(expectedContent.length);
    expect(streamed.content).toHaveLength(expectedContent.length);
  });

  test('sends thinking and results back, with nothing lost', async () => {
    const pair = scriptedPair(script);
    const { anthropic } = await serveTurnout(pair);
    const messages: Anthropic.MessageParam[] = [{ role: 'user', content: 'Weather in Oslo?' }];
    const { content } = await anthropic.messages.create({ ...asked, messages, tools: [weather] });
    messages.push({ role: 'assistant', content });
    messages.push({
      role: 'user',
      content: [
        {
          type: 'tool_result',
          tool_use_id: 'toolu_1',
          content: 'snow',
          cache_control: { type: 'ephemeral' },
        },
        {
          type: 'tool_result',
          tool_use_id: 'toolu_2',
          is_error: true,
          content: [
            { type: 'text', text: 'no ' },
            { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AAAA' } },
            { type: 'text', text: 'idea' },
          ],
        },
      ],
    });
    const second = await anthropic.messages.create({
      ...asked,
      messages,
      system: [{ type: 'text', text: 'Be short.' }],
      tools: [weather, { type: 'web_search_20250305', name: 'web_search' }],
      tool_choice: { type: 'any' },
    });
    expect(second).toMatchObject({ content: [{ type: 'text', text: 'It snows.' }], stop_reason: 'end_turn' });
    const sent = pair.weak.requests[1];
    expect(sent).toMatchObject({
      tools: [{ name: 'weather', description: 'Tells it.', inputSchema: { type: 'object' } }],
      toolChoice: { kind: 'required' },
      maxOutputTokens: 100,
    });
    expect(sent?.messages).toEqual([
      { role: 'system', content: [{ type: 'text', text: 'Be short.' }] },
      { role: 'user', content: [{ type: 'text', text: 'Weather in Oslo?' }] },
      {
        role: 'assistant',
        content: [
          { type: 'thinking', text: 'Where is Oslo?', signature: 'c2ln' },
          { type: 'redacted-thinking', data: 'cmVkYWN0ZWQ=' },
          { type: 'text', text: 'Let me see.' },
          call,
          { type: 'thinking', text: 'And again.', signature: 'c2lnMg==' },
          { ...call, id: 'toolu_2' },
        ],
      },
      {
        role: 'user',
        content: [
          { type: 'tool-result', callId: 'toolu_1', content: 'snow', failed: false },
          { type: 'tool-result', callId: 'toolu_2', content: 'no \nidea', failed: true },
          { type: 'image', source: 'data:image/png;base64,AAAA' },
        ],
      },
    ]);
    expect(sent?.original?.body).toMatchObject({ messages, tools: [{}, { type: 'web_search_20250305' }] });
  });

  test('hands on the opt-ins that its request relies on', async () => {
    const pair = scriptedPair(script);
    const { anthropic } = await serveTurnout(pair);
    await anthropic.beta.messages.create({ ...asked, betas: ['context-management-2025-06-27'] });
    expect(pair.weak.requests[0]?.original).toMatchObject({
      format: 'anthropic',
      betas: ['context-management-2025-06-27'],
    });
  });

  test('gets a call whose input is no JSON as an object, which it can refuse', async () => {
    const broken: StreamPart = { ...call, input: '{"city":' };
    const { anthropic } = await serveTurnout(scriptedPair(() => [broken]));
    const expected = [{ type: 'tool_use', input: { unreadable: '{"city":' } }];
    expect((await anthropic.messages.create(asked)).content).toMatchObject(expected);
    expect((await anthropic.messages.stream(asked).finalMessage()).content).toMatchObject(expected);
  });

  test.each([
    ['length', 'max_tokens'],
    ['refusal', 'refusal'],
  ] as const)('is told that the answer ended by %s', async (reason, wire) => {
    const { anthropic } = await serveTurnout(
      scriptedPair(() => [
        { type: 'text', text: 'So' },
        { type: 'finish', reason },
      ]),
    );
    expect((await anthropic.messages.create(asked)).stop_reason).toBe(wire);
  });

  test('gets an empty answer as one', async () => {
    const { anthropic } = await serveTurnout(scriptedPair(() => []));
    expect(await anthropic.messages.stream(asked).finalMessage()).toMatchObject({
      content: [],
      stop_reason: 'end_turn',
    });
  });
});

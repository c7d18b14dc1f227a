import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createAnthropicModel } from '../../src/providers/anthropic';
import { createOpenAiModel } from '../../src/providers/openai';
import type { ChatRequest } from '../../src/routing/chat';
import {
  type AnthropicChatRequest,
  type AnthropicServer,
  anthropicRefusal,
  messagesRequestOf,
  startAnthropicServer,
} from '../loopback/anthropicServer';
import { answerOf, type Reply } from '../loopback/loopbackServer';
import { type OpenAiServer, openAiChunk, openAiChunks, startOpenAiServer } from '../loopback/openaiServer';
import { hello, send } from './exchange';

describe('what OpenAI-compatible endpoints refuse, and are asked without', () => {
  let server: OpenAiServer;
  beforeEach(async () => {
    server = await startOpenAiServer({ kind: 'mute' });
  });
  afterEach(() => server.close());

  const model = () =>
    createOpenAiModel({
      ref: { provider: 'openai', baseUrl: server.baseUrl, model: 'm' },
      apiKey: undefined,
    });
  const refusal = (status: number, message: string, param: string | null = null): Reply => ({
    kind: 'refusal',
    status,
    body: { error: { message, type: 'invalid_request_error', param, code: null } },
  });
  const sent = () =>
    server.requests.map(({ body }) => Object.keys(JSON.parse(body)).filter((key) => fields.includes(key)));
  const fields = ['logprobs', 'top_logprobs', 'max_tokens', 'max_completion_tokens', 'stream_options'];

  test('log-probabilities are asked for, and read', async () => {
    server.reply = openAiChunks(
      openAiChunk({ content: 'Hi' }, null, { logprobs: { content: [{ token: 'Hi', logprob: -0.125 }] } }),
      openAiChunk({}, 'stop'),
    );
    const { parts } = await send(model(), { messages: hello, logProbabilities: true });
    expect(JSON.parse(server.requests[0]?.body ?? '').logprobs).toBe(true);
    expect(parts.at(-1)).toEqual({ type: 'finish', reason: 'stop', meanLogProbability: -0.125 });
    await send(model(), { messages: hello });
    expect(sent()[1]).toEqual(['stream_options']);
  });

  test.each([
    [400, "This model does not support the 'logprobs' parameter.", 'logprobs'],
    [422, 'logprobs is not supported', null],
  ])('log-probabilities, at once and ever after: %i %s', async (status, message, param) => {
    server.reply = (request) => ('logprobs' in request ? refusal(status, message, param) : answerOf('Hi.'));
    const stubborn = model();
    const request: ChatRequest = { messages: hello, logProbabilities: true };
    expect((await send(stubborn, request)).text).toBe('Hi.');
    expect((await send(stubborn, request)).text).toBe('Hi.');
    expect(sent()).toEqual([['stream_options', 'logprobs'], ['stream_options'], ['stream_options']]);
  });

  test('a limit by its old name: it is sent by the new one, ever after', async () => {
    const message =
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.";
    server.reply = (request) =>
      'max_tokens' in request ? refusal(400, message, 'max_tokens') : answerOf('Hi.');
    const newer = model();
    for (const maxOutputTokens of [5, 6]) await send(newer, { messages: hello, maxOutputTokens });
    const limits = server.requests
      .map(({ body }) => JSON.parse(body))
      .map((body) => [body.max_tokens, body.max_completion_tokens]);
    expect(limits).toEqual([
      [5, undefined],
      [undefined, 5],
      [undefined, 6],
    ]);
  });

  test('a limit that is too large: this once it is sent without', async () => {
    const message = 'max_tokens is too large: 90000. This model supports at most 16384 completion tokens.';
    server.reply = (request) =>
      ((request as { max_tokens?: number }).max_tokens ?? 0) > 16_384
        ? refusal(400, message, 'max_tokens')
        : answerOf('Hi.');
    const small = model();
    for (const maxOutputTokens of [90_000, 100]) await send(small, { messages: hello, maxOutputTokens });
    expect(sent()).toEqual([
      ['max_tokens', 'stream_options'],
      ['stream_options'],
      ['max_tokens', 'stream_options'],
    ]);
  });

  test('all of it, one after the other, and then no more', async () => {
    server.reply = (request) => {
      const field = fields.find((name) => name in request);
      return refusal(
        400,
        field === undefined ? 'logprobs, max_tokens: I do not like you.' : `Unknown field ${field}`,
      );
    };
    const { thrown } = await send(model(), { messages: hello, maxOutputTokens: 5, logProbabilities: true });
    expect(thrown).toMatchObject({ problem: { code: 'rejected' } });
    expect(server.requests).toHaveLength(5);
  });
});

describe('what Anthropic refuses, and is asked without', () => {
  let server: AnthropicServer;
  beforeEach(async () => {
    server = await startAnthropicServer({ kind: 'mute' });
  });
  afterEach(() => server.close());

  const ask = (request: ChatRequest) =>
    send(
      createAnthropicModel({
        ref: { provider: 'anthropic', baseUrl: server.baseUrl, model: 'claude-test' },
        apiKey: undefined,
      }),
      request,
    );
  const invalid = (message: string) => anthropicRefusal(400, 'invalid_request_error', message);
  const hasThoughts = ({ messages }: AnthropicChatRequest) =>
    messages.some(
      ({ content }) => typeof content !== 'string' && content.some(({ type }) => type.endsWith('thinking')),
    );

  const thoughtful: ChatRequest = {
    messages: [
      { role: 'user', content: 'How is the weather?' },
      {
        role: 'assistant',
        content: [
          { type: 'thinking', text: 'I look.', signature: 'of-another-model' },
          { type: 'tool-call', id: 'toolu_1', name: 'weather', input: '{}' },
        ],
      },
      { role: 'user', content: [{ type: 'tool-result', callId: 'toolu_1', content: 'Snow', failed: false }] },
    ],
  };

  test.each([
    'messages.1.content.0: Invalid `signature` in `thinking` block',
    'messages.1.content.0.thinking.signature: Field required',
    'messages.1.content.0: `thinking` or `redacted_thinking` blocks in the latest assistant message cannot be modified.',
  ])('thinking that it cannot have thought: %s', async (message) => {
    server.reply = (request) => (hasThoughts(request) ? invalid(message) : answerOf('It snows.'));
    expect((await ask(thoughtful)).text).toBe('It snows.');
    expect(server.requests).toHaveLength(2);
    const [first, second] = server.requests.map(messagesRequestOf);
    expect(first && hasThoughts(first)).toBe(true);
    expect(second?.messages[1]?.content).toMatchObject([{ type: 'tool_use' }]);
  });

  test('a turn of another model that called a tool without thinking: this answer has none either', async () => {
    server.reply = (request) => {
      if (hasThoughts(request))
        return invalid('messages.1.content.0: Invalid `signature` in `thinking` block');
      return request.thinking === undefined
        ? answerOf('It snows.')
        : invalid(
            'messages.1.content.0.type: Expected `thinking` or `redacted_thinking`, but found `tool_use`.',
          );
    };
    const body = {
      model: 'turnout',
      max_tokens: 4_000,
      thinking: { type: 'enabled', budget_tokens: 2_000 },
      context_management: { edits: [{ type: 'clear_thinking_20251015' }] },
      tools: [{ name: 'weather', input_schema: { type: 'object' } }],
      messages: [
        { role: 'user', content: 'How is the weather?' },
        {
          role: 'assistant',
          content: [
            { type: 'thinking', thinking: 'I look.', signature: 'of-another-model' },
            { type: 'tool_use', id: 'toolu_1', name: 'weather', input: {} },
          ],
        },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_1', content: 'Snow' }] },
      ],
    };
    expect((await ask({ messages: [], original: { format: 'anthropic', body } })).text).toBe('It snows.');
    expect(server.requests).toHaveLength(3);
    expect(Object.keys(JSON.parse(server.requests[2]?.body ?? '')).sort()).toEqual([
      'max_tokens',
      'messages',
      'model',
      'stream',
      'tools',
    ]);
  });

  test('a limit above what the model can write', async () => {
    const message =
      'max_tokens: 90000 > 64000, which is the maximum allowed number of output tokens for claude-test';
    server.reply = (request) => (request.max_tokens > 64_000 ? invalid(message) : answerOf('Hi.'));
    expect((await ask({ messages: hello, maxOutputTokens: 90_000 })).text).toBe('Hi.');
    expect(server.requests.map(messagesRequestOf).map(({ max_tokens }) => max_tokens)).toEqual([
      90_000, 64_000,
    ]);
  });

  test('adaptive thinking: it thinks within a budget, at once and ever after', async () => {
    server.reply = ({ thinking }) =>
      thinking !== undefined && 'type' in thinking && thinking.type === 'adaptive'
        ? invalid('adaptive thinking is not supported on this model')
        : answerOf('Hi.');
    const older = createAnthropicModel({
      ref: { provider: 'anthropic', baseUrl: server.baseUrl, model: 'claude-test' },
      apiKey: undefined,
    });
    const body = { model: 'm', max_tokens: 4_000, thinking: { type: 'adaptive' }, messages: hello };
    for (const _ of [1, 2]) {
      expect((await send(older, { messages: hello, original: { format: 'anthropic', body } })).text).toBe(
        'Hi.',
      );
    }
    const thought = server.requests.map(messagesRequestOf).map(({ thinking }) => thinking);
    const budget = { type: 'enabled', budget_tokens: 2_000 };
    expect(thought).toEqual([{ type: 'adaptive' }, budget, budget]);
  });

  test('anything else, or the same without end, is its last word', async () => {
    server.reply = invalid('messages.1.content.0: Invalid `signature` in `thinking` block');
    expect((await ask(thoughtful)).thrown).toMatchObject({ problem: { code: 'rejected' } });
    expect(server.requests).toHaveLength(2);
    server.reply = ({ max_tokens }) =>
      invalid(`max_tokens: ${max_tokens} > ${max_tokens - 1}, which is the maximum`);
    expect((await ask({ messages: hello, maxOutputTokens: 90 })).thrown).toMatchObject({
      problem: { code: 'rejected' },
    });
    expect(server.requests).toHaveLength(2 + 7);
  });
});

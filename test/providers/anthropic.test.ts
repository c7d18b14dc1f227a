import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createAnthropicModel } from '../../src/providers/anthropic';
import { ProviderError } from '../../src/routing/errors';
import {
  type AnthropicChatRequest,
  type AnthropicServer,
  anthropicEvents,
  startAnthropicServer,
} from '../loopback/anthropicServer';
import { answerOf } from '../loopback/loopbackServer';
import { ask, hello, problemOfAsking } from './exchange';

const key = 'sk-ant-test-0123456789';
/** Patient enough for a busy machine; a test of silence takes as long. */
const timeouts = { firstByteMs: 20_000, silenceMs: 1_000 };

describe('an Anthropic model', () => {
  let server: AnthropicServer;
  beforeEach(async () => {
    server = await startAnthropicServer(answerOf('It depends.', { fresh: 20, cached: 100, output: 7 }));
  });
  afterEach(() => server.close());

  const model = (baseUrl = server.baseUrl) =>
    createAnthropicModel({
      ref: { provider: 'anthropic', baseUrl, model: 'claude-test' },
      apiKey: key,
      timeouts,
    });

  test('streams text piece by piece and ends with the usage, cached tokens among the input', async () => {
    const parts = [];
    for await (const part of model().stream({ messages: hello }, new AbortController().signal))
      parts.push(part);
    expect(parts).toEqual([
      { type: 'text', text: 'It' },
      { type: 'text', text: ' depends.' },
      { type: 'finish', reason: 'stop' },
      {
        type: 'usage',
        usage: { inputTokens: 120, cachedInputTokens: 100, outputTokens: 7, source: 'measured' },
      },
    ]);
  });

  test('tokens written to the cache are input, and counts an event leaves out stand', async () => {
    server.reply = anthropicEvents(
      {
        type: 'message_start',
        message: {
          usage: {
            input_tokens: 4,
            cache_creation_input_tokens: 30,
            cache_read_input_tokens: 200,
            output_tokens: 1,
          },
        },
      },
      {
        type: 'message_delta',
        delta: { stop_reason: 'end_turn' },
        usage: { input_tokens: null, output_tokens: 9 },
      },
      { type: 'message_stop' },
    );
    expect((await ask(model())).usage).toEqual({
      inputTokens: 234,
      cachedInputTokens: 200,
      cacheWriteTokens: 30,
      outputTokens: 9,
      source: 'measured',
    });
  });

  test('sends system messages apart, leaves empty turns out, and carries the key in one header only', async () => {
    await ask(model(), [
      { role: 'system', content: 'Be brief.' },
      { role: 'system', content: 'Be kind.' },
      { role: 'user', content: 'Hi' },
      { role: 'assistant', content: '' },
      { role: 'user', content: 'Why?' },
    ]);
    const request = server.requests[0];
    const body = JSON.parse(request?.body ?? '') as AnthropicChatRequest;
    expect(body).toMatchObject({
      model: 'claude-test',
      stream: true,
      system: [{ type: 'text', text: 'Be brief.\n\nBe kind.' }],
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'Hi' },
            { type: 'text', text: 'Why?' },
          ],
        },
      ],
    });
    expect(body.max_tokens).toBeGreaterThanOrEqual(8192);
    expect(request?.headers['anthropic-version']).toMatch(/^\d{4}-\d\d-\d\d$/);
    const { 'x-api-key': sent, ...others } = request?.headers ?? {};
    expect(sent).toBe(key);
    expect(JSON.stringify(others)).not.toContain(key);
  });

  test.each(['/', '/v1', '/v1/'])('takes an address that ends in %s', async (end) => {
    expect((await ask(model(server.baseUrl + end))).thrown).toBeUndefined();
    expect(server.requests[0]?.path).toBe('/v1/messages');
  });

  test('a refusal by the model is an end that says so', async () => {
    server.reply = anthropicEvents(
      { type: 'message_start', message: { usage: { input_tokens: 4, output_tokens: 1 } } },
      { type: 'message_delta', delta: { stop_reason: 'refusal' }, usage: { output_tokens: 1 } },
      { type: 'message_stop' },
    );
    const { parts, thrown } = await ask(model());
    expect(thrown).toBeUndefined();
    expect(parts[0]).toEqual({ type: 'finish', reason: 'refusal' });
  });

  test('thinking is not text of the answer, nor are kinds of events that are still to come', async () => {
    server.reply = anthropicEvents(
      { type: 'message_start', message: { usage: { input_tokens: 4, output_tokens: 1 } } },
      { type: 'content_block_delta', index: 0, delta: { type: 'thinking_delta', thinking: 'Hm.' } },
      { type: 'something_new', index: 0 },
      { type: 'content_block_delta', index: 1, delta: { type: 'text_delta', text: 'Yes.' } },
      { type: 'message_stop' },
    );
    expect((await ask(model())).text).toBe('Yes.');
  });

  describe('an answer that breaks off', () => {
    const pieces = ['Half', ' an', ' answer'];
    const overloaded = { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } };

    test.each([
      ['cut', { kind: 'cut', pieces }],
      ['ended without message_stop', { kind: 'unfinished', pieces }],
      ['ended by an error event', { kind: 'brokenOff', pieces, error: overloaded }],
      ['silent', { kind: 'hang', pieces }],
    ] as const)('%s: keeps the text before it', async (_, reply) => {
      server.reply = reply;
      const { text, thrown } = await ask(model());
      expect(text).toBe('Half an answer');
      expect(thrown).toBeInstanceOf(ProviderError);
      expect((thrown as ProviderError).problem.code).toBe('cut-off');
    });

    test('an error event before the first piece of text keeps its own meaning', async () => {
      server.reply = { kind: 'brokenOff', pieces: [], error: overloaded };
      expect(await problemOfAsking(model())).toEqual({
        code: 'overloaded',
        status: 529,
        detail: 'Overloaded',
      });
    });
  });

  test('aborting closes the connection and throws the signal’s reason', async () => {
    server.reply = { kind: 'hang', pieces: ['First'] };
    const controller = new AbortController();
    const stream = model().stream({ messages: hello }, controller.signal)[Symbol.asyncIterator]();
    await stream.next();
    controller.abort();
    await expect(stream.next()).rejects.toBe(controller.signal.reason);
    await server.abandoned;
  });

  test('leaving the stream early closes the connection', async () => {
    server.reply = { kind: 'hang', pieces: ['First', ' second'] };
    for await (const _ of model().stream({ messages: hello }, new AbortController().signal)) break;
    await server.abandoned;
  });
});

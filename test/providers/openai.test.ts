import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createOpenAiModel } from '../../src/providers/openai';
import { ProviderError } from '../../src/routing/errors';
import { answerOf } from '../loopback/loopbackServer';
import {
  chatRequestOf,
  type OpenAiServer,
  openAiRefusals,
  startOpenAiServer,
} from '../loopback/openaiServer';
import { ask, hello, problemOfAsking } from './exchange';

const key = 'sk-test-0123456789abcdef';
/** Patient enough for a busy machine; a test of silence takes as long. */
const timeouts = { firstByteMs: 20_000, silenceMs: 1_000 };
const usage = { fresh: 20, cached: 100, output: 7 };

describe('an OpenAI-compatible model', () => {
  let server: OpenAiServer;
  beforeEach(async () => {
    server = await startOpenAiServer(answerOf('It depends on the route.', usage));
  });
  afterEach(() => server.close());

  const model = (apiKey: string | undefined = key) =>
    createOpenAiModel({
      ref: { provider: 'openai', baseUrl: server.baseUrl, model: 'gpt-test' },
      apiKey,
      timeouts,
    });
  const received = (index: number) => {
    const request = server.requests[index];
    if (request === undefined) throw new Error(`There was no request ${index}.`);
    return request;
  };

  test('streams text piece by piece and ends with the usage', async () => {
    const parts = [];
    for await (const part of model().stream({ messages: hello }, new AbortController().signal))
      parts.push(part);
    expect(parts).toEqual([
      ...['It', ' depends', ' on', ' the', ' route.'].map((text) => ({ type: 'text', text })),
      { type: 'finish', reason: 'stop' },
      {
        type: 'usage',
        usage: { inputTokens: 120, cachedInputTokens: 100, outputTokens: 7, source: 'measured' },
      },
    ]);
  });

  test('sends the conversation as it is, asks for usage, and carries the key in one header only', async () => {
    const messages = [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Hi' },
      { role: 'assistant', content: 'Hello.' },
      { role: 'user', content: 'Why?' },
    ] as const;
    await ask(model(` ${key}\n`), messages);
    const request = received(0);
    expect(chatRequestOf(request)).toEqual({
      model: 'gpt-test',
      messages,
      stream: true,
      stream_options: { include_usage: true },
    });
    expect(request.headers.authorization).toBe(`Bearer ${key}`);
    const { authorization: _, ...others } = request.headers;
    expect(JSON.stringify(others)).not.toContain(key);
  });

  test('sends no key where there is none', async () => {
    for (const none of ['', '  ']) {
      expect((await ask(model(none))).thrown).toBeUndefined();
      expect(server.requests.at(-1)?.headers.authorization).toBeUndefined();
    }
  });

  test('an endpoint that counts no tokens leaves usage out', async () => {
    server.reply = answerOf('Fine.');
    expect(await ask(model())).toMatchObject({ text: 'Fine.', usage: undefined, thrown: undefined });
  });

  test('an endpoint that refuses stream_options is asked again without, and only once', async () => {
    server.reply = (request) =>
      request.stream_options ? openAiRefusals.noStreamOptions() : answerOf('Fine.', usage);
    const stubborn = model();
    expect((await ask(stubborn)).text).toBe('Fine.');
    expect((await ask(stubborn)).text).toBe('Fine.');
    expect(server.requests.map((request) => 'stream_options' in chatRequestOf(request))).toEqual([
      true,
      false,
      false,
    ]);
  });

  test('any other refusal is not tried again', async () => {
    server.reply = openAiRefusals.tooLong();
    expect((await problemOfAsking(model())).code).toBe('prompt-too-long');
    expect(server.requests).toHaveLength(1);
  });

  test('an answer that is empty, or a refusal by the model, is a normal end', async () => {
    server.reply = { kind: 'answer', pieces: [], usage };
    expect(await ask(model())).toMatchObject({ text: '', thrown: undefined });

    const refusal = { choices: [{ index: 0, delta: { refusal: 'I cannot help.' }, finish_reason: null }] };
    const end = { choices: [{ index: 0, delta: {}, finish_reason: 'content_filter' }] };
    server.reply = bytesOf(
      `data: ${JSON.stringify(refusal)}\n\ndata: ${JSON.stringify(end)}\n\ndata: [DONE]\n\n`,
    );
    const refused = await ask(model());
    expect(refused).toMatchObject({ text: 'I cannot help.', thrown: undefined });
    expect(refused.parts.at(-1)).toEqual({ type: 'finish', reason: 'refusal' });
  });

  test('characters split between packets come out whole', async () => {
    const text = '東京 → 🚦 naïve';
    const chunk = (delta: object, finish_reason: string | null) =>
      `data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason }] })}\r\n\r\n`;
    const stream = Buffer.from(
      `: a comment\n\n${chunk({ content: text }, null)}${chunk({}, 'stop')}data: [DONE]\n\n`,
    );
    server.reply = {
      kind: 'bytes',
      contentType: 'text/event-stream',
      writes: [...stream].map((byte) => Uint8Array.of(byte)),
    };
    expect(await ask(model())).toMatchObject({ text, usage: undefined, thrown: undefined });
  });

  test('usage in a last chunk without choices, as some endpoints send it, counts', async () => {
    const end = { choices: [{ index: 0, delta: { content: 'Hi' }, finish_reason: 'stop' }] };
    const counts = { usage: { prompt_tokens: 3, completion_tokens: 1 } };
    server.reply = bytesOf(`data: ${JSON.stringify(end)}\n\ndata: ${JSON.stringify(counts)}\n\n`);
    expect((await ask(model())).usage).toEqual({
      inputTokens: 3,
      cachedInputTokens: 0,
      outputTokens: 1,
      source: 'measured',
    });
  });

  describe('an answer that breaks off', () => {
    const pieces = ['Half', ' an', ' answer'];

    test.each([
      ['cut', { kind: 'cut', pieces }],
      ['ended without a finish reason', { kind: 'unfinished', pieces }],
      [
        'ended by an error event',
        { kind: 'brokenOff', pieces, error: { error: { message: 'Gone', code: 502 } } },
      ],
      ['silent', { kind: 'hang', pieces }],
    ] as const)('%s: keeps the text before it', async (_, reply) => {
      server.reply = reply;
      const { text, thrown } = await ask(model());
      expect(text).toBe('Half an answer');
      expect(thrown).toBeInstanceOf(ProviderError);
      expect((thrown as ProviderError).problem.code).toBe('cut-off');
    });

    test('names the endpoint’s own reason', async () => {
      server.reply = {
        kind: 'brokenOff',
        pieces,
        error: { error: { message: 'Upstream\n gone', code: 502 } },
      };
      expect(await problemOfAsking(model())).toEqual({ code: 'cut-off', detail: 'Upstream gone' });
    });

    test('damaged events are no answer', async () => {
      server.reply = bytesOf('data: {"choices":[{"index":0,"del\n\ndata: [DONE]\n\n');
      expect((await problemOfAsking(model())).code).toBe('cut-off');
    });

    test('a connection that breaks after the finish has lost nothing but the usage', async () => {
      const end = { choices: [{ index: 0, delta: { content: 'Whole.' }, finish_reason: 'stop' }] };
      server.reply = bytesOf(`data: ${JSON.stringify(end)}\n\ndata: {"usa`);
      expect(await ask(model())).toMatchObject({ text: 'Whole.', usage: undefined, thrown: undefined });
    });
  });

  test('an error before the first piece of text keeps its own meaning', async () => {
    server.reply = {
      kind: 'brokenOff',
      pieces: [],
      error: { error: { message: 'Slow down', type: 'requests', code: 'rate_limit_exceeded' } },
    };
    expect((await problemOfAsking(model())).code).toBe('rate-limited');
  });

  test('aborting closes the connection and throws the signal’s reason', async () => {
    server.reply = { kind: 'hang', pieces: ['First'] };
    const controller = new AbortController();
    const reason = new Error('stopped by the user');
    const stream = model().stream({ messages: hello }, controller.signal)[Symbol.asyncIterator]();
    expect(await stream.next()).toEqual({ done: false, value: { type: 'text', text: 'First' } });
    controller.abort(reason);
    await expect(stream.next()).rejects.toBe(reason);
    await server.abandoned;
  });

  test('aborting before the first byte closes the connection too', async () => {
    const controller = new AbortController();
    server.reply = () => {
      controller.abort();
      return { kind: 'hang', pieces: [] };
    };
    const { thrown } = await ask(model(), hello, controller.signal);
    expect(thrown).toBe(controller.signal.reason);
    await server.abandoned;
  });

  test('with a signal that is aborted already, nothing is sent', async () => {
    const { thrown } = await ask(model(), hello, AbortSignal.abort());
    expect((thrown as Error).name).toBe('AbortError');
    expect(server.requests).toHaveLength(0);
  });

  test('leaving the stream early closes the connection', async () => {
    server.reply = { kind: 'hang', pieces: ['First', ' second'] };
    for await (const _ of model().stream({ messages: hello }, new AbortController().signal)) break;
    await server.abandoned;
  });

  test.each([{ kind: 'mute' }, { kind: 'hang', pieces: [] }] as const)(
    'an endpoint that never begins to answer is given up on: $kind',
    async (reply) => {
      server.reply = reply;
      const impatient = createOpenAiModel({
        ref: { provider: 'openai', baseUrl: server.baseUrl, model: 'gpt-test' },
        apiKey: key,
        timeouts: { firstByteMs: 500, silenceMs: 500 },
      });
      expect(await problemOfAsking(impatient)).toEqual({ code: 'timed-out' });
      await server.abandoned;
    },
  );
});

function bytesOf(text: string) {
  return { kind: 'bytes', contentType: 'text/event-stream', writes: [Buffer.from(text)] } as const;
}

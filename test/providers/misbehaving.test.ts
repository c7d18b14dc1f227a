import { once } from 'node:events';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readAnthropicStream } from '../../src/providers/anthropicStream';
import { createChatModel } from '../../src/providers/chatModel';
import { readOpenAiStream } from '../../src/providers/openaiStream';
import type { ModelRef } from '../../src/routing/chat';
import { type Reply, startLoopbackServer } from '../loopback/loopbackServer';
import { ask, problemOfAsking } from './exchange';
import { type Wire, wires } from './wires';

describe.each(['openai', 'anthropic'] as const)('a server of %s’s format that', (provider) => {
  const wire = wires[provider];
  let server: Awaited<ReturnType<Wire['start']>>;
  beforeEach(async () => {
    server = await wire.start({ kind: 'mute' });
  });
  afterEach(() => server.close());

  const ref = (baseUrl = server.baseUrl): ModelRef => ({ provider, baseUrl, model: 'test' });
  const model = (timeouts = { firstByteMs: 20_000, silenceMs: 2_000 }) =>
    createChatModel(ref(), undefined, { timeouts });
  const streamOf = (writes: readonly Uint8Array[], contentType = 'text/event-stream'): Reply => ({
    kind: 'bytes',
    contentType,
    writes,
  });
  const sseOf = (text: string) => streamOf([Buffer.from(text)]);

  test.each([
    [429, {}, { code: 'rate-limited', retryAfterSeconds: undefined }],
    [429, { 'retry-after': '20' }, { code: 'rate-limited', retryAfterSeconds: 20 }],
    [500, {}, { code: 'overloaded', status: 500, detail: 'Not now' }],
    [503, { 'retry-after': '20' }, { code: 'overloaded', status: 503 }],
    [529, {}, { code: 'overloaded', status: 529 }],
  ])('answers %i %j is asked once, and says so', async (status, headers, problem) => {
    server.reply = wire.refusal(status, headers);
    expect(await problemOfAsking(model())).toMatchObject(problem);
    expect(server.requests).toHaveLength(1);
  });

  test('sends no first byte is given up on', async () => {
    const impatient = model({ firstByteMs: 300, silenceMs: 300 });
    expect(await problemOfAsking(impatient)).toEqual({ code: 'timed-out' });
    await server.abandoned;
  });

  test('sends headers and then nothing is given up on', async () => {
    server.reply = { kind: 'hang', pieces: [] };
    const impatient = model({ firstByteMs: 300, silenceMs: 300 });
    expect(await problemOfAsking(impatient)).toEqual({ code: 'timed-out' });
    await server.abandoned;
  });

  test('drips is waited for, as long as it never falls silent', async () => {
    const pieces = Array.from('It takes its time, still.');
    server.reply = { kind: 'answer', pieces, usage: undefined, pauseMs: 100 };
    const started = performance.now();
    expect(await ask(model())).toMatchObject({ text: pieces.join(''), thrown: undefined });
    // Longer than one silence may be.
    expect(performance.now() - started).toBeGreaterThan(2_000);
  });

  test('splits its stream anywhere, also inside a character, is read alike', async () => {
    const text = '東京 → 🚦 naïve\n\ndata: {"not":"an event"}\r\n';
    const stream = wire.stream(text);
    const cuts = fc.uniqueArray(fc.integer({ min: 1, max: stream.length - 1 }), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(cuts, async (places) => {
        const sorted = [0, ...places.sort((a, b) => a - b), stream.length];
        server.reply = streamOf(sorted.slice(1).map((end, index) => stream.subarray(sorted[index], end)));
        expect(await ask(model())).toMatchObject({ text, thrown: undefined });
      }),
      { numRuns: 25 },
    );
  });

  test('says ten megabytes in one line is read whole', async () => {
    const text = 'x字'.repeat(2_500_000);
    server.reply = streamOf([wire.stream(text)]);
    const { text: received, thrown } = await ask(model());
    expect(thrown).toBeUndefined();
    expect(received === text).toBe(true);
  });

  test('sends a line without end is left', async () => {
    const endless = await startLoopbackServer(async (_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(wire.begun('Half'));
      response.write('data: "');
      const left = once(response, 'close');
      const piece = Buffer.alloc(1024 * 1024, 'x');
      while (!response.destroyed) {
        if (!response.write(piece)) await Promise.race([once(response, 'drain'), left]);
      }
    });
    const { text, thrown } = await ask(createChatModel(ref(endless.origin), undefined));
    expect(text).toBe('Half');
    expect(thrown).toMatchObject({
      problem: { code: 'cut-off', detail: 'the endpoint sends a line without end' },
    });
    await endless.abandoned;
    await endless.close();
  });

  test.each(['text/plain', 'application/octet-stream', 'text/event-stream;charset=UTF-8', ''])(
    'calls its stream "%s" is read',
    async (contentType) => {
      server.reply = streamOf([wire.stream('Hi')], contentType);
      expect(await ask(model())).toMatchObject({ text: 'Hi', thrown: undefined });
    },
  );

  test.each(['application/json', 'text/html; charset=utf-8', 'application/xml'])(
    'answers with %s is no model’s endpoint',
    async (contentType) => {
      server.reply = streamOf([Buffer.from('{"id":"x","choices":[]}')], contentType);
      expect((await problemOfAsking(model())).code).toBe('not-a-model-endpoint');
    },
  );

  test('answers with a page that never ends is left', async () => {
    const page = await startLoopbackServer((_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).write('<html>');
    });
    const problem = await problemOfAsking(createChatModel(ref(page.origin), undefined));
    expect(problem.code).toBe('not-a-model-endpoint');
    await page.abandoned;
    await page.close();
  });

  test.each([
    ['nothing at all', ''],
    ['comments alone', ': ping\n\n: ping\n\n'],
    ['only that it is done', 'data: [DONE]\n\n'],
    ['lines that are no events', 'Hello there\nHow are you\n\n'],
  ])('streams %s has broken off', async (_, sent) => {
    server.reply = sseOf(sent);
    const { text, thrown } = await ask(model());
    expect(text).toBe('');
    expect(thrown).toMatchObject({ problem: { code: 'cut-off' } });
  });

  test.each([
    ['an event that is no JSON', 'event: content_block_delta\ndata: {"type": \n\n'],
    ['half an event', 'event: content_block_delta\ndata: {"type": "conte'],
    ['a page of its proxy', '<html><body>502 Bad Gateway</body></html>\n\n'],
  ])('streams %s in the middle keeps what came before', async (_, rest) => {
    server.reply = streamOf([wire.begun('Half an answer'), Buffer.from(rest)]);
    const { text, thrown } = await ask(model());
    expect(text).toBe('Half an answer');
    expect(thrown).toMatchObject({ problem: { code: 'cut-off' } });
  });

  test('closes the connection instead of answering cannot be reached', async () => {
    const rude = await startLoopbackServer((_, response) => {
      response.destroy();
    });
    const problem = await problemOfAsking(createChatModel(ref(rude.origin), undefined));
    expect(problem.code).toBe('unreachable');
    await rude.close();
  });
});

describe('events of any shape', () => {
  const json = fc.jsonValue({ maxDepth: 2 });
  /** Some of the fields, the required ones always, each with its own kind of value or any other. */
  const like = (fields: Readonly<Record<string, fc.Arbitrary<unknown>>>, ...requiredKeys: string[]) =>
    fc.record(
      Object.fromEntries(
        Object.entries(fields).map(([name, value]) => [
          name,
          fc.oneof({ weight: 3, arbitrary: value }, json),
        ]),
      ),
      { requiredKeys },
    );
  async function* inTurn<T>(events: readonly T[]): AsyncGenerator<T> {
    yield* events;
  }
  /** Resolves with how many parts there were. */
  async function readAll(parts: AsyncIterable<unknown>): Promise<number> {
    let count = 0;
    for await (const part of parts) {
      expect(part).toHaveProperty('type');
      count++;
    }
    return count;
  }

  test('never break the reader of OpenAI’s format', async () => {
    const call = like({
      index: fc.nat({ max: 2 }),
      id: fc.string(),
      function: like({ name: fc.string(), arguments: fc.string() }),
    });
    const delta = like({
      content: fc.oneof(
        fc.string(),
        fc.array(like({ type: fc.constant('thinking'), thinking: fc.array(json) })),
      ),
      reasoning: fc.string(),
      refusal: fc.string(),
      tool_calls: fc.array(call),
      function_call: like({ name: fc.string() }),
    });
    const choice = like({
      delta,
      finish_reason: fc.constantFrom('stop', null),
      logprobs: like({ content: fc.array(json) }),
    });
    const chunk = fc.oneof(
      { weight: 1, arbitrary: json },
      {
        weight: 4,
        arbitrary: like({ choices: fc.array(choice), usage: like({ prompt_tokens: fc.nat() }) }, 'choices'),
      },
    );
    let parts = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(chunk), async (chunks) => {
        parts += await readAll(readOpenAiStream(inTurn(chunks as never[])));
      }),
      { numRuns: 200 },
    );
    expect(parts).toBeGreaterThan(1_000);
  });

  test('never break the reader of Anthropic’s format', async () => {
    const types = fc.constantFrom(
      'message_start',
      'content_block_start',
      'content_block_delta',
      'content_block_stop',
      'message_delta',
      'message_stop',
    );
    const texts = { text: fc.string(), thinking: fc.string(), signature: fc.string() };
    const blocks = fc.constantFrom('text', 'thinking', 'tool_use', 'redacted_thinking');
    const deltas = fc.constantFrom('text_delta', 'thinking_delta', 'input_json_delta', 'signature_delta');
    const event = fc.oneof(
      { weight: 1, arbitrary: json },
      {
        weight: 4,
        arbitrary: like(
          {
            type: types,
            index: fc.nat({ max: 2 }),
            content_block: like({ ...texts, type: blocks, id: fc.string(), name: fc.string() }, 'type'),
            delta: like({ ...texts, type: deltas, partial_json: fc.string() }, 'type'),
            message: json,
            usage: json,
          },
          'type',
          'content_block',
          'delta',
        ),
      },
    );
    let parts = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 4, maxLength: 20 }), async (events) => {
        parts += await readAll(readAnthropicStream(inTurn(events as never[])));
      }),
      { numRuns: 1_000 },
    );
    expect(parts).toBeGreaterThan(1_000);
  });
});

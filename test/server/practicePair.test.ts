import { request as httpRequest } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createChatModel } from '../../src/providers/chatModel';
import { listModels } from '../../src/providers/modelList';
import { type PracticePair, startPracticePair } from '../../src/server/practicePair';
import { ask, hello, problemOfAsking } from '../providers/exchange';

describe('the practice pair', () => {
  let pair: PracticePair;
  let pieces: number;
  beforeEach(async () => {
    pieces = 0;
    pair = await startPracticePair(async (_, signal) => {
      pieces++;
      signal.throwIfAborted();
    });
  });
  afterEach(() => pair.close());

  const model = (side: 'strong' | 'weak') => createChatModel(pair.models[side], pair.apiKey);

  test.each(['strong', 'weak'] as const)(
    '%s: says that it is practice, in its first words, and counts tokens',
    async (side) => {
      const { text, usage, thrown } = await ask(model(side));
      expect(thrown).toBeUndefined();
      expect(text).toMatch(
        new RegExp(`^\\*\\*Practice answer of the ${side} model\\.\\*\\* No language model wrote this`),
      );
      expect(text).toContain('> Hello\n');
      expect(usage).toMatchObject({ cachedInputTokens: 0, source: 'measured' });
      expect(usage?.outputTokens).toBe(Math.ceil(text.length / 4));
    },
  );

  test('streams in small pieces', async () => {
    const sizes: number[] = [];
    for await (const part of model('weak').stream({ messages: hello }, new AbortController().signal)) {
      if (part.type === 'text') sizes.push(part.text.length);
    }
    expect(sizes.length).toBeGreaterThan(50);
    expect(sizes.length).toBe(pieces);
    expect(Math.max(...sizes)).toBeLessThan(20);
  });

  test('answers to the last human turn of a conversation', async () => {
    const { text } = await ask(model('strong'), [
      { role: 'user', content: 'First question' },
      { role: 'assistant', content: 'First answer' },
      { role: 'user', content: 'Second question' },
    ]);
    expect(text).toContain('> Second question');
    expect(text).not.toContain('First question');
  });

  test('quotes a prompt of any kind in one line', async () => {
    const prompt = `# Title\n\n\`\`\`js\nlet x;\n\`\`\`\n${'long '.repeat(200_000)}`;
    const { text } = await ask(model('strong'), [{ role: 'user', content: prompt }]);
    expect(text).toMatch(/^> # Title ```js let x; ``` long [^\n]*…$/m);
    expect(text.length).toBeLessThan(2_500);
    expect(text.match(/^```/gm)).toHaveLength(2);
  });

  test('lists its models', async () => {
    expect(await listModels(pair.models.strong, pair.apiKey)).toEqual(['practice-strong', 'practice-weak']);
  });

  test('refuses anyone without the key, and names a model it does not have', async () => {
    expect(await problemOfAsking(createChatModel(pair.models.weak, 'guess'))).toEqual({
      code: 'wrong-key',
      status: 401,
    });
    const other = { ...pair.models.weak, model: 'gpt-test' };
    expect(await problemOfAsking(createChatModel(other, pair.apiKey))).toEqual({
      code: 'model-not-found',
      status: 404,
    });
  });

  test('refuses a page that calls it under another name', async () => {
    const url = new URL(`${pair.models.weak.baseUrl}/models`);
    const status = await new Promise((resolve, reject) => {
      httpRequest(
        url,
        { headers: { host: `rebound.example:${url.port}`, authorization: `Bearer ${pair.apiKey}` } },
        (response) => resolve(response.resume().statusCode),
      )
        .on('error', reject)
        .end();
    });
    expect(status).toBe(403);
  });

  test.each([
    ['what is not JSON', '{', /JSON/],
    ['a request without messages', '{"model":"practice-weak","stream":true}', /messages/],
    ['messages of another shape', '{"model":"practice-weak","stream":true,"messages":[null]}', /messages/],
    ['no human turn', '{"model":"practice-weak","stream":true,"messages":[]}', /empty/],
    ['a request that does not stream', '{"model":"practice-weak","messages":[]}', /stream/],
  ])('refuses %s', async (_, body, message) => {
    const response = await fetch(`${pair.models.weak.baseUrl}/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${pair.apiKey}` },
      body,
    });
    expect(response.status).toBe(400);
    const { error } = (await response.json()) as { error: { message: string } };
    expect(error.message).toMatch(message);
  });

  test('every start has a port and a key of its own', async () => {
    const second = await startPracticePair();
    expect(second.models.strong.baseUrl).not.toBe(pair.models.strong.baseUrl);
    expect(second.apiKey).not.toBe(pair.apiKey);
    await second.close();
  });

  test('closing ends it', async () => {
    await pair.close();
    expect((await problemOfAsking(model('weak'))).code).toBe('unreachable');
  });
});

test('stops when the client has gone', async () => {
  const gone = Promise.withResolvers<void>();
  let pieces = 0;
  const pair = await startPracticePair((_, signal) => {
    pieces++;
    if (pieces <= 3) return Promise.resolve();
    return new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => {
        gone.resolve();
        reject(signal.reason);
      });
    });
  });
  const stream = createChatModel(pair.models.weak, pair.apiKey).stream(
    { messages: hello },
    new AbortController().signal,
  );
  for await (const _ of stream) break;
  await gone.promise;
  expect(pieces).toBe(4);
  await pair.close();
});

test('closing in the middle of an answer cuts it off', async () => {
  let pieces = 0;
  const pair = await startPracticePair((_, signal) =>
    ++pieces === 1
      ? Promise.resolve()
      : new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
  );
  const model = createChatModel(pair.models.weak, pair.apiKey);
  const stream = model.stream({ messages: hello }, new AbortController().signal)[Symbol.asyncIterator]();
  expect(await stream.next()).toMatchObject({ value: { type: 'text' } });
  await pair.close();
  await expect(stream.next()).rejects.toMatchObject({ problem: { code: 'cut-off' } });
});

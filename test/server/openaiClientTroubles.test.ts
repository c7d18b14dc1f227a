import OpenAI from 'openai';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { answerOf } from '../loopback/loopbackServer';
import { type OpenAiServer, openAiRefusals, startOpenAiServer } from '../loopback/openaiServer';
import { pairAt, serveTurnout } from './servedTurnout';

const hello = [{ role: 'user', content: 'Say hello.' }] as const;

describe('npm’s openai client, when it leaves or the upstream fails', () => {
  let upstream: OpenAiServer;
  beforeEach(async () => {
    upstream = await startOpenAiServer(
      answerOf('Hello there, friend.', { fresh: 30, cached: 12, output: 7 }),
    );
  });
  afterEach(() => upstream.close());
  const serve = () => serveTurnout(pairAt(upstream.baseUrl));

  test('leaves: the request upstream ends', async () => {
    upstream.reply = { kind: 'hang', pieces: ['Half of'] };
    const { openai, nextEntry } = await serve();
    const over = nextEntry();
    const stream = await openai.chat.completions.create({
      model: 'turnout',
      messages: [...hello],
      stream: true,
    });
    for await (const chunk of stream) if (chunk.choices[0]?.delta.content === 'Half of') break;
    await upstream.abandoned;
    expect((await over).outcome).toEqual({ kind: 'cancelled' });
  });

  test('leaves before the first word: the request upstream ends as well', async () => {
    upstream.reply = { kind: 'mute' };
    const { openai, nextEntry } = await serve();
    const over = nextEntry();
    const leaving = new AbortController();
    const asking = openai.chat.completions.create(
      { model: 'turnout', messages: [...hello] },
      { signal: leaving.signal },
    );
    await expect.poll(() => upstream.requests.length).toBe(1);
    leaving.abort();
    await expect(asking).rejects.toThrow(OpenAI.APIUserAbortError);
    await upstream.abandoned;
    expect((await over).outcome).toEqual({ kind: 'cancelled' });
  });

  test('sees a stream break off as an error of its own kind', async () => {
    upstream.reply = { kind: 'cut', pieces: ['Half of'] };
    const { openai, entries } = await serve();
    const stream = await openai.chat.completions.create({
      model: 'turnout',
      messages: [...hello],
      stream: true,
    });
    let text = '';
    const reading = (async () => {
      for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? '';
    })();
    await expect(reading).rejects.toMatchObject({
      type: 'server_error',
      code: 'upstream_failed',
      message: expect.stringContaining('broke off'),
    });
    expect(text).toBe('Half of');
    expect(entries).toMatchObject([{ outcome: { kind: 'failed', code: 'cut-off' } }]);
  });

  test('gets an HTTP error where a whole answer breaks off', async () => {
    upstream.reply = { kind: 'cut', pieces: ['Half of'] };
    const { openai } = await serve();
    await expect(
      openai.chat.completions.create({ model: 'turnout', messages: [...hello] }),
    ).rejects.toMatchObject({ status: 502, code: 'upstream_failed' });
  });

  test.each([
    {
      what: 'a wrong key of Turnout’s',
      reply: openAiRefusals.wrongKey('sk-x'),
      status: 502,
      code: 'upstream_misconfigured',
      retry: false,
    },
    {
      what: 'a missing model',
      reply: openAiRefusals.modelNotFound('gpt-weak'),
      status: 502,
      code: 'upstream_misconfigured',
      retry: false,
    },
    {
      what: 'a refused request',
      reply: {
        kind: 'refusal',
        status: 400,
        body: { error: { message: 'temperature is too high', type: 'invalid_request_error' } },
      },
      status: 400,
      code: null,
      retry: true,
    },
    {
      what: 'an overloaded endpoint',
      reply: openAiRefusals.overloaded(),
      status: 503,
      code: 'overloaded',
      retry: true,
    },
    {
      what: 'a prompt that is too long',
      reply: openAiRefusals.tooLong(),
      status: 400,
      code: 'context_length_exceeded',
      retry: true,
    },
    {
      what: 'an empty account',
      reply: openAiRefusals.noCredit(),
      status: 402,
      code: 'insufficient_quota',
      retry: true,
    },
  ] as const)('gets an HTTP error for $what', async ({ what, reply, status, code, retry }) => {
    upstream.reply = reply;
    const { openai } = await serve();
    const error = await openai.chat.completions
      .create({ model: 'turnout', messages: [...hello], stream: true })
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(OpenAI.APIError);
    expect(error).toMatchObject({ status, code });
    const { headers, message } = error as InstanceType<typeof OpenAI.APIError>;
    expect(headers?.get('x-should-retry')).toBe(retry ? null : 'false');
    // What passes, and what the other model may be able to take, is tried with it as well; here that fails, too.
    const bothAsked = /overloaded|missing model|too long/.test(what);
    expect(headers?.get('x-turnout-side')).toBe(bothAsked ? 'strong' : 'weak');
    expect(message).not.toContain('sk-');
  });

  test('is told how long to wait when the endpoint is rate-limited', async () => {
    upstream.reply = openAiRefusals.rateLimited('7');
    const { openai } = await serve();
    const error = await openai.chat.completions
      .create({ model: 'turnout', messages: [...hello] })
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(OpenAI.RateLimitError);
    expect((error as InstanceType<typeof OpenAI.APIError>).headers?.get('retry-after')).toBe('7');
  });

  test('gets an HTTP error where nothing listens', async () => {
    await upstream.close();
    const { openai } = await serve();
    await expect(
      openai.chat.completions.create({ model: 'turnout', messages: [...hello] }),
    ).rejects.toMatchObject({ status: 502, message: expect.stringContaining('cannot be reached') });
  });

  test('is told that no models are connected', async () => {
    const { openai } = await serveTurnout(undefined);
    await expect(
      openai.chat.completions.create({ model: 'turnout', messages: [...hello] }),
    ).rejects.toMatchObject({ status: 503, message: expect.stringContaining('Choose Models') });
  });
});

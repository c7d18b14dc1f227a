import { afterEach, beforeEach, expect, test } from 'vitest';
import { labelProbabilities } from '../../src/providers/labelProbabilities';
import { ratingReply, ratingWithoutProbabilities } from '../loopback/labelAnswers';
import { type OpenAiServer, openAiRefusals, startOpenAiServer } from '../loopback/openaiServer';

const labels = ['1', '2', '3', '4', '5'];
const messages = [{ role: 'user', content: 'Rate it.' }] as const;

let server: OpenAiServer;
beforeEach(async () => {
  server = await startOpenAiServer(ratingReply({ '5': 0.6, '4': 0.3, '1': 0.1 }));
});
afterEach(() => server.close());

const ask = (apiKey?: string, signal = new AbortController().signal) =>
  labelProbabilities(
    { ref: { provider: 'openai', baseUrl: server.baseUrl, model: 'rater' }, apiKey },
    messages,
    labels,
    signal,
  );

test('reads a probability a label, 0 for one that is not told', async () => {
  expect(await ask()).toEqual([0.1, 0, 0, 0.3, 0.6].map((value) => expect.closeTo(value, 9)));
});

test('asks for a single token with its twenty likeliest, and sends the key', async () => {
  await ask('sk-own');
  const [request] = server.requests;
  expect(JSON.parse(request?.body ?? '')).toEqual({
    model: 'rater',
    messages,
    max_tokens: 1,
    temperature: 0,
    logprobs: true,
    top_logprobs: 20,
  });
  expect(request?.headers.authorization).toBe('Bearer sk-own');
});

test('counts a label with a space before it, however the tokenizer writes that', async () => {
  server.reply = ratingReply({ '4': 0.25, ' 4': 0.125, '▁4': 0.125, Ġ5: 0.25, '45': 0.2 });
  expect(await ask()).toEqual([0, 0, 0, 0.5, 0.25].map((value) => expect.closeTo(value, 9)));
});

test.each([
  ['answers without probabilities', ratingWithoutProbabilities('4'), /without log-probabilities.*llama\.cpp/],
  ['an empty list of them', ratingReply({}), /without log-probabilities/],
  ['no label among them', ratingReply({ '<think>': 0.9, Okay: 0.1 }), /none of 1, 2, 3, 4, 5.*"<think>"/],
  ['a wrong key', openAiRefusals.wrongKey('sk-own'), /refuses the key/],
  ['an unknown model', openAiRefusals.modelNotFound('rater'), /no model of that name/],
  [
    'a page',
    { kind: 'refusal', status: 404, body: '<html></html>' } as const,
    /no OpenAI-compatible endpoint/,
  ],
  [
    'a server that will not have it',
    {
      kind: 'refusal',
      status: 400,
      body: { error: { message: 'logprobs is not supported.', type: 'invalid_request_error' } },
    } as const,
    /rejects the request \(logprobs is not supported\)/,
  ],
])('names the model and what is wrong: %s', async (_, reply, message) => {
  server.reply = reply;
  const error = await ask('sk-own').catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'router-failed', message: expect.stringMatching(message) });
  expect((error as Error).message).toContain(`rater at ${server.baseUrl}`);
  expect((error as Error).message).not.toContain('sk-own');
});

test('tells when nobody is there', async () => {
  await server.close();
  await expect(ask()).rejects.toMatchObject({
    code: 'router-failed',
    message: expect.stringMatching(/cannot be reached/),
  });
});

test('an aborted call rejects with the reason', async () => {
  server.reply = { kind: 'mute' };
  const aborter = new AbortController();
  const asked = ask(undefined, aborter.signal);
  aborter.abort(new Error('enough'));
  await expect(asked).rejects.toThrow('enough');
});

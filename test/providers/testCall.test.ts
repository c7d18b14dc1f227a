import { afterEach, beforeEach, expect, test } from 'vitest';
import { createChatModel } from '../../src/providers/chatModel';
import { testCall } from '../../src/providers/testCall';
import { ProviderError } from '../../src/routing/errors';
import { answerOf } from '../loopback/loopbackServer';
import {
  chatRequestOf,
  type OpenAiServer,
  openAiRefusals,
  startOpenAiServer,
} from '../loopback/openaiServer';

let server: OpenAiServer;
beforeEach(async () => {
  server = await startOpenAiServer(answerOf('OK'));
});
afterEach(() => server.close());
const model = () =>
  createChatModel({ provider: 'openai', baseUrl: server.baseUrl, model: 'gpt-test' }, 'sk-own');

test('resolves at the first sign of an answer and leaves', async () => {
  server.reply = { kind: 'hang', pieces: ['O'] };
  await testCall(model());
  await server.abandoned;
  const [request] = server.requests;
  expect(request && chatRequestOf(request).messages).toEqual([{ role: 'user', content: 'Reply with OK' }]);
});

test('resolves also for an answer without text', async () => {
  server.reply = { kind: 'answer', pieces: [], usage: undefined };
  await testCall(model());
});

test('throws the problem', async () => {
  server.reply = openAiRefusals.modelNotFound('gpt-test');
  await expect(testCall(model())).rejects.toMatchObject({ problem: { code: 'model-not-found' } });
});

test('gives up on an endpoint that says nothing', async () => {
  server.reply = { kind: 'mute' };
  const error = await testCall(model(), AbortSignal.timeout(500)).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ProviderError);
  expect((error as ProviderError).problem).toEqual({ code: 'timed-out' });
  await server.abandoned;
});

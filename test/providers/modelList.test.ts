import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { listModels } from '../../src/providers/modelList';
import { ProviderError } from '../../src/routing/errors';
import { startAnthropicServer } from '../loopback/anthropicServer';
import { answerOf, type LoopbackServer, startLoopbackServer } from '../loopback/loopbackServer';
import { startOpenAiServer } from '../loopback/openaiServer';

const reply = answerOf('Hello.');

test('lists the chat models of an OpenAI-compatible endpoint in order', async () => {
  const server = await startOpenAiServer(reply, [
    'gpt-b',
    'text-embedding-3-small',
    'gpt-a',
    'whisper-1',
    'llama3.2:latest',
  ]);
  const endpoint = { provider: 'openai', baseUrl: server.baseUrl } as const;
  expect(await listModels(endpoint, 'sk-own')).toEqual(['gpt-a', 'gpt-b', 'llama3.2:latest']);
  expect(server.requests[0]?.headers.authorization).toBe('Bearer sk-own');
  await server.close();
});

test('without a key sends none', async () => {
  const server = await startOpenAiServer(reply, ['gpt-a']);
  expect(await listModels({ provider: 'openai', baseUrl: server.baseUrl }, undefined)).toEqual(['gpt-a']);
  expect(server.requests[0]?.headers).not.toHaveProperty('authorization');
  await server.close();
});

test('lists the models of Anthropic', async () => {
  const server = await startAnthropicServer(reply, ['claude-b', 'claude-a']);
  const endpoint = { provider: 'anthropic', baseUrl: server.baseUrl } as const;
  expect(await listModels(endpoint, 'sk-own')).toEqual(['claude-a', 'claude-b']);
  expect(server.requests[0]?.headers['x-api-key']).toBe('sk-own');
  await server.close();
});

describe('an endpoint that lists nothing', () => {
  let server: LoopbackServer;
  let sent: { status: number; type: string; body: string };
  beforeEach(async () => {
    server = await startLoopbackServer((_, response) => {
      response.writeHead(sent.status, { 'content-type': sent.type }).end(sent.body);
    });
  });
  afterEach(() => server.close());
  const list = () => listModels({ provider: 'openai', baseUrl: `${server.origin}/v1` }, undefined);
  const problem = async () => {
    const error = await list().catch((thrown: unknown) => thrown);
    if (error instanceof ProviderError) return error.problem;
    throw new Error('There was no problem.', { cause: error });
  };

  test('because it has none', async () => {
    sent = { status: 200, type: 'application/json', body: '{"object":"list","data":null}' };
    expect(await list()).toEqual([]);
  });

  test.each([
    ['a page', 200, 'text/html', '<html></html>', 'not-a-model-endpoint'],
    ['another document', 200, 'application/json', '{"hello":"world"}', 'not-a-model-endpoint'],
    ['no such path', 404, 'text/plain', '404 page not found', 'not-a-model-endpoint'],
    ['a wrong key', 401, 'application/json', '{"error":{"message":"No"}}', 'wrong-key'],
  ])('because of %s', async (_, status, type, body, code) => {
    sent = { status, type, body };
    expect((await problem()).code).toBe(code);
  });

  test('because nobody is there', async () => {
    await server.close();
    expect((await problem()).code).toBe('unreachable');
  });
});

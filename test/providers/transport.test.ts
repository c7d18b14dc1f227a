import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createChatModel } from '../../src/providers/chatModel';
import type { ModelRef } from '../../src/routing/chat';
import { startAnthropicServer } from '../loopback/anthropicServer';
import { answerOf, type LoopbackServer, type Reply } from '../loopback/loopbackServer';
import { startOpenAiServer } from '../loopback/openaiServer';
import { ask, problemOfAsking } from './exchange';

const starters = {
  openai: (reply: Reply = answerOf('Hello.')) => startOpenAiServer(reply),
  anthropic: (reply: Reply = answerOf('Hello.')) => startAnthropicServer(reply),
};

describe.each(['openai', 'anthropic'] as const)('what leaves the machine for %s', (provider) => {
  let server: LoopbackServer & { readonly baseUrl: string };
  beforeEach(async () => {
    server = await starters[provider]();
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await server.close();
  });
  const ref = (): ModelRef => ({ provider, baseUrl: server.baseUrl, model: 'test' });

  test('nothing that the environment holds for other endpoints', async () => {
    const ambient = 'ambient-secret';
    vi.stubEnv('OPENAI_API_KEY', ambient);
    vi.stubEnv('OPENAI_ADMIN_KEY', ambient);
    vi.stubEnv('OPENAI_ORG_ID', ambient);
    vi.stubEnv('OPENAI_PROJECT_ID', ambient);
    vi.stubEnv('OPENAI_BASE_URL', 'http://127.0.0.1:9/v1');
    vi.stubEnv('OPENAI_CUSTOM_HEADERS', `Authorization: ${ambient}\nX-Gateway: ${ambient}`);
    vi.stubEnv('ANTHROPIC_API_KEY', ambient);
    vi.stubEnv('ANTHROPIC_AUTH_TOKEN', ambient);
    vi.stubEnv('ANTHROPIC_BASE_URL', 'http://127.0.0.1:9');
    vi.stubEnv('ANTHROPIC_CUSTOM_HEADERS', `X-Api-Key: ${ambient}\nX-Gateway: ${ambient}`);
    for (const apiKey of [undefined, 'sk-own']) {
      expect((await ask(createChatModel(ref(), apiKey))).text).toBe('Hello.');
      expect(JSON.stringify(server.requests.at(-1)?.headers)).not.toContain(ambient);
    }
  });

  test('nothing about the machine', async () => {
    await ask(createChatModel(ref(), undefined));
    expect(server.requests[0]?.headers['user-agent']).toBe('Turnout');
    const headers = JSON.stringify(server.requests[0]?.headers);
    expect(headers).not.toMatch(/stainless/i);
    expect(headers).not.toContain(process.version);
  });

  test('the user’s own headers, through the host’s own fetch', async () => {
    const called: string[] = [];
    const model = createChatModel(ref(), undefined, {
      headers: { 'X-Gateway': 'mine' },
      fetch: (input, init) => {
        called.push(String(input));
        return fetch(input, init);
      },
    });
    await ask(model);
    expect(server.requests[0]?.headers['x-gateway']).toBe('mine');
    expect(called).toEqual([server.origin + server.requests[0]?.path]);
  });

  test('the key, where a header of the user’s has its name', async () => {
    const headers = { Authorization: 'Bearer mine', 'X-API-Key': 'mine' };
    await ask(createChatModel(ref(), 'sk-own', { headers }));
    const sent = server.requests[0]?.headers;
    expect(sent?.[provider === 'openai' ? 'authorization' : 'x-api-key']).toMatch(/^(Bearer )?sk-own$/);
  });

  test('no message that quotes a header', async () => {
    const rude = await starters[provider]({
      kind: 'refusal',
      status: 400,
      body: { error: { type: 'invalid_request_error', message: 'Bad token tok-4711, team a' } },
    });
    const at = { provider, baseUrl: rude.baseUrl, model: 'test' };
    const headers = { 'X-Gateway-Token': 'tok-4711', 'X-Team': 'a' };
    const problem = await problemOfAsking(createChatModel(at, 'sk-own', { headers }));
    expect(problem).toMatchObject({ code: 'rejected', detail: 'Bad token …, team a' });
    await rude.close();
  });

  test('a prompt of a megabyte, whole', async () => {
    const prompt = '字x'.repeat(250_000);
    await ask(createChatModel(ref(), undefined), [{ role: 'user', content: prompt }]);
    expect(JSON.parse(server.requests[0]?.body ?? '').messages[0].content).toBe(prompt);
  });
});

test('a redirect takes neither prompt nor key along', async () => {
  const target = await startOpenAiServer(answerOf('Got you.'));
  const server = await startOpenAiServer({
    kind: 'refusal',
    status: 308,
    body: '',
    headers: { location: `${target.baseUrl}/chat/completions` },
  });
  await ask(createChatModel({ provider: 'openai', baseUrl: server.baseUrl, model: 'test' }, 'sk-own'));
  expect(server.requests).toHaveLength(1);
  expect(target.requests).toHaveLength(0);
  await server.close();
  await target.close();
});

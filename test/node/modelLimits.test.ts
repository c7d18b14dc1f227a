import { expect, test } from 'vitest';
import { createModelLimits } from '../../src/node/modelLimits';
import type { ModelRef } from '../../src/routing/chat';
import { startLoopbackServer } from '../loopback/loopbackServer';

const noNetwork: typeof fetch = () => {
  throw new Error('Nothing may be asked.');
};

test.each([
  ['anthropic', 'https://api.anthropic.com', 'claude-haiku-4-5', 200_000],
  ['openai', 'https://api.openai.com/v1', 'gpt-4o', 128_000],
] as const)(
  '%s’s %s has the context window of the bundled table, and nobody is asked',
  async (provider, baseUrl, model, contextTokens) => {
    const limitsOf = createModelLimits({ fetch: noNetwork });
    expect(await limitsOf({ provider, baseUrl, model }, 'sk-own')).toEqual({ contextTokens });
  },
);

test.each([
  ['https://api.openai.com/v1', 'a-model-of-tomorrow'],
  ['https://models.example.org/v1', 'gpt-4o'],
  ['vscode-lm:copilot', 'gpt-4o'],
  ['nowhere', 'gpt-4o'],
])('of %s, %s, nothing is known, and nobody is asked', async (baseUrl, model) => {
  const limitsOf = createModelLimits({ fetch: noNetwork });
  expect(await limitsOf({ provider: 'openai', baseUrl, model }, undefined)).toEqual({});
});

test('a server of one’s own is asked once about each model, however often and at once', async () => {
  const server = await startLoopbackServer(({ path, body }, response) => {
    const known = path === '/api/show' && body.includes('"seeing"');
    response
      .writeHead(path === '/api/show' ? 200 : 404)
      .end(JSON.stringify({ capabilities: known ? ['vision'] : [] }));
  });
  const ref = (model: string): ModelRef => ({ provider: 'openai', baseUrl: `${server.origin}/v1`, model });
  const limitsOf = createModelLimits();
  const seeing = { images: true, tools: false };
  expect(await Promise.all([limitsOf(ref('seeing'), undefined), limitsOf(ref('seeing'), 'sk')])).toEqual([
    seeing,
    seeing,
  ]);
  expect(await limitsOf(ref('seeing'), undefined)).toEqual(seeing);
  expect(await limitsOf(ref('blind'), undefined)).toEqual({ images: false, tools: false });
  expect(server.requests.filter(({ path }) => path === '/api/show')).toHaveLength(2);
  await server.close();
});

test('OpenRouter is asked, and where it is silent the table stands', async () => {
  const asked: string[] = [];
  const limitsOf = createModelLimits({
    fetch: async (input) => {
      asked.push(String(input));
      return new Response('{"data":[]}');
    },
  });
  const ref = {
    provider: 'openai',
    baseUrl: 'https://openrouter.ai/api/v1',
    model: 'anthropic/claude-haiku-4.5',
  } as const;
  const { contextTokens } = await limitsOf(ref, undefined);
  expect(contextTokens).toBe(200_000);
  expect(asked).toEqual(['https://openrouter.ai/api/v1/models']);
});

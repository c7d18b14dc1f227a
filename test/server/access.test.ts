import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { scriptedPair, serveTurnout, token } from './servedTurnout';

const answering = () => scriptedPair(() => [{ type: 'text', text: 'Hello.' }]);
const question = { model: 'turnout', max_tokens: 10, messages: [{ role: 'user', content: 'Hello?' }] };
const post = (body: unknown): RequestInit => ({ method: 'POST', body: JSON.stringify(body) });

/** As fetch would not do it: with any Host and Origin. */
async function rawGet(origin: string, path: string, headers: Record<string, string>) {
  return new Promise<{ status: number | undefined; headers: object; body: string }>((resolve, reject) => {
    const url = new URL(path, origin);
    httpRequest(url, { headers: { authorization: `Bearer ${token}`, ...headers } }, async (response) => {
      resolve({ status: response.statusCode, headers: response.headers, body: await text(response) });
    })
      .on('error', reject)
      .end();
  });
}

describe('who may call', () => {
  test.each([
    ['no token', {}],
    ['a guess', { authorization: 'Bearer guess' }],
    ['the token in another scheme', { authorization: `Basic ${token}` }],
    ['a beginning of the token', { authorization: `Bearer ${token.slice(0, -1)}` }],
    ['an empty key', { 'x-api-key': '' }],
  ])('not who sends %s', async (_, headers) => {
    const { origin } = await serveTurnout(answering());
    const openai = await fetch(`${origin}/v1/chat/completions`, { ...post(question), headers });
    expect(openai.status).toBe(401);
    expect(await openai.json()).toMatchObject({
      error: { code: 'invalid_api_key', type: 'invalid_request_error' },
    });
    const anthropic = await fetch(`${origin}/v1/messages`, { ...post(question), headers });
    expect(anthropic.status).toBe(401);
    expect(await anthropic.json()).toMatchObject({ type: 'error', error: { type: 'authentication_error' } });
    expect((await fetch(`${origin}/v1/models`, { headers })).status).toBe(401);
    expect((await fetch(`${origin}/anything`, { headers })).status).toBe(401);
  });

  test('whoever sends it in one of the two ways', async () => {
    const { origin } = await serveTurnout(answering());
    for (const [name, value] of [
      ['authorization', `bearer ${token}`],
      ['x-api-key', token],
    ] as const) {
      expect((await fetch(`${origin}/v1/models`, { headers: { [name]: value } })).status).toBe(200);
    }
  });

  test('anyone, to see whether it is up', async () => {
    const { origin } = await serveTurnout(answering());
    const response = await fetch(`${origin}/health`);
    expect(await response.json()).toEqual({ status: 'ok' });
  });

  test.each(['evil.example', '127.0.0.1.evil.example', 'host.docker.internal:1'])(
    'not a page that calls it as “%s”',
    async (name) => {
      const { origin } = await serveTurnout(answering());
      const { port } = new URL(origin);
      const host = name.includes(':') ? name : `${name}:${port}`;
      for (const path of ['/health', '/v1/models']) {
        expect((await rawGet(origin, path, { host })).status).toBe(403);
      }
    },
  );

  test.each(['127.0.0.1', 'localhost', '[::1]', '127.8.8.8'])('as %s', async (name) => {
    const { origin } = await serveTurnout(answering());
    const { port } = new URL(origin);
    expect((await rawGet(origin, '/v1/models', { host: `${name}:${port}` })).status).toBe(200);
  });

  test.each(['https://evil.example', 'http://localhost:3000', 'null'])('not a page from %s', async (from) => {
    const { origin } = await serveTurnout(answering());
    const { status, headers } = await rawGet(origin, '/v1/models', { origin: from });
    expect(status).toBe(403);
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
  });

  test('no page’s preflight', async () => {
    const { origin } = await serveTurnout(answering());
    const response = await fetch(`${origin}/v1/chat/completions`, {
      method: 'OPTIONS',
      headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
    });
    expect(response.status).toBe(403);
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });

  test('by any address, where it listens on all of them, but by no name', async () => {
    const { origin } = await serveTurnout(answering(), { host: '0.0.0.0' });
    const { port } = new URL(origin);
    const here = `http://127.0.0.1:${port}`;
    expect((await rawGet(here, '/v1/models', { host: `192.168.1.20:${port}` })).status).toBe(200);
    expect((await rawGet(here, '/v1/models', { host: `evil.example:${port}` })).status).toBe(403);
  });
});

describe('what is no request for an answer', () => {
  test('an unknown path', async () => {
    const { send } = await serveTurnout(answering());
    const response = await send('/chat/completions', post(question));
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({
      error: { code: 'unknown_url', message: expect.stringContaining('/v1') },
    });
  });

  test.each([
    ['GET', '/v1/chat/completions', 'POST'],
    ['PUT', '/v1/messages', 'POST'],
    ['POST', '/v1/models', 'GET'],
    ['DELETE', '/health', 'GET'],
  ])('%s %s', async (method, path, allowed) => {
    const { send } = await serveTurnout(answering());
    const response = await send(path, { method });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe(allowed);
  });

  test.each([
    ['nothing', ''],
    ['half of it', '{"model": "turnout", "messages": [{"role": "user", "content": "My secret'],
    ['a list', '[]'],
    ['null', 'null'],
    ['bytes', '\u0000\u00ff'],
  ])('a body that is %s', async (_, body) => {
    const { send } = await serveTurnout(answering());
    const openai = await send('/v1/chat/completions', { method: 'POST', body });
    expect(openai.status).toBe(400);
    const { error } = (await openai.json()) as { error: { type: string; message: string } };
    expect(error.type).toBe('invalid_request_error');
    expect(error.message).not.toContain('secret');
    const anthropic = await send('/v1/messages', { method: 'POST', body });
    expect(anthropic.status).toBe(400);
    expect(await anthropic.json()).toMatchObject({ type: 'error', error: { type: 'invalid_request_error' } });
  });

  test('a body over the limit', async () => {
    const { send } = await serveTurnout(answering(), { bodyLimit: 1000 });
    const content = 'x'.repeat(3000);
    const response = await send(
      '/v1/chat/completions',
      post({ ...question, messages: [{ role: 'user', content }] }),
    );
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ error: { code: 'request_too_large' } });
    const anthropic = await send(
      '/v1/messages',
      post({ ...question, messages: [{ role: 'user', content }] }),
    );
    expect(await anthropic.json()).toMatchObject({ error: { type: 'request_too_large' } });
    expect((await send('/v1/chat/completions', post(question))).status).toBe(200);
  });

  test('no HTTP at all', async () => {
    const { origin, send } = await serveTurnout(answering());
    const socket = connect(Number(new URL(origin).port), '127.0.0.1');
    socket.write('Good morning!\r\n\r\n');
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 400/);
    expect((await send('/v1/models')).status).toBe(200);
  });
});

describe('a field that is wrong is named', () => {
  const user = { role: 'user', content: 'Hello?' };
  test.each([
    [{ model: undefined }, 'model'],
    [{ model: 7 }, 'model'],
    [{ messages: undefined }, 'messages'],
    [{ messages: 'Hello?' }, 'messages'],
    [{ messages: [] }, 'messages'],
    [{ messages: [user, null] }, 'messages[1]'],
    [{ messages: [{ ...user, role: 'robot' }] }, 'messages[0].role'],
    [{ messages: [{ role: 'user' }] }, 'messages[0].content'],
    [{ messages: [{ role: 'user', content: [{ type: 'text' }] }] }, 'messages[0].content[0].text'],
    [
      { messages: [{ role: 'user', content: [{ type: 'image_url', image_url: 'x' }] }] },
      'messages[0].content[0].image_url',
    ],
    [{ messages: [user, { role: 'tool', content: 'x' }] }, 'messages[1].tool_call_id'],
    [
      { messages: [user, { role: 'assistant', tool_calls: [{ id: 'a' }] }] },
      'messages[1].tool_calls[0].function',
    ],
    [{ stream: 'yes' }, 'stream'],
    [{ stream_options: true }, 'stream_options'],
    [{ max_tokens: 0 }, 'max_tokens'],
    [{ max_completion_tokens: '9' }, 'max_completion_tokens'],
    [{ temperature: 'hot' }, 'temperature'],
    [{ n: 2 }, 'n'],
    [{ tools: {} }, 'tools'],
    [{ tools: [{ type: 'function', function: {} }] }, 'tools[0].function.name'],
    [{ tool_choice: 'maybe' }, 'tool_choice'],
  ])('to OpenAI’s clients: %j', async (change, param) => {
    const { send } = await serveTurnout(answering());
    const response = await send(
      '/v1/chat/completions',
      post({ model: 'turnout', messages: [user], ...change }),
    );
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { type: 'invalid_request_error', param } });
  });

  test.each([
    [{ model: null }, 'model'],
    [{ max_tokens: undefined }, 'max_tokens'],
    [{ system: 7 }, 'system'],
    [{ messages: [{ ...user, role: 'tool' }] }, 'messages.0.role'],
    [{ messages: [{ role: 'user', content: [{ type: 'text' }] }] }, 'messages.0.content.0.text'],
    [
      {
        messages: [
          user,
          { role: 'assistant', content: [{ type: 'tool_use', id: 'a', name: 'b', input: '{}' }] },
        ],
      },
      'messages.1.content.0.input',
    ],
    [
      { messages: [{ role: 'user', content: [{ type: 'tool_result', content: 'x' }] }] },
      'messages.0.content.0.tool_use_id',
    ],
    [{ tools: [{ name: 'a' }] }, 'tools.0.input_schema'],
    [{ tool_choice: { type: 'maybe' } }, 'tool_choice.type'],
    [{ stream: 1 }, 'stream'],
  ])('to Anthropic’s clients: %j', async (change, field) => {
    const { send } = await serveTurnout(answering());
    const response = await send('/v1/messages', post({ ...question, ...change }));
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      type: 'error',
      error: {
        type: 'invalid_request_error',
        message: expect.stringMatching(new RegExp(`^${field.replaceAll('.', '\\.')}: `)),
      },
    });
  });
});

describe('a model’s name', () => {
  test.each([
    'gpt-5',
    'router-mf',
    'router-mf-1.5',
    'router-mf-x',
    'router-gpt-0.5',
    'router--0.5',
    'Turnout',
    '',
  ])('%j is not found', async (model) => {
    const { send } = await serveTurnout(answering());
    const openai = await send('/v1/chat/completions', post({ ...question, model }));
    expect(openai.status).toBe(404);
    expect(await openai.json()).toMatchObject({ error: { code: 'model_not_found', param: 'model' } });
    const anthropic = await send('/v1/messages', post({ ...question, model }));
    expect(anthropic.status).toBe(404);
    expect(await anthropic.json()).toMatchObject({ error: { type: 'not_found_error' } });
  });

  test('may be any, where the owner says so, but a router asked for by name is never another', async () => {
    const { send } = await serveTurnout(answering(), { anyModel: true });
    expect((await send('/v1/chat/completions', post({ ...question, model: 'gpt-5' }))).status).toBe(200);
    expect((await send('/v1/messages', post({ ...question, model: 'claude-opus' }))).status).toBe(200);
    expect((await send('/v1/chat/completions', post({ ...question, model: 'router-gpt-0.5' }))).status).toBe(
      404,
    );
  });
});

import { request as httpRequest } from 'node:http';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import type { StreamPart } from '../../src/routing/chat';
import { scriptedPair, serveTurnout, token } from './servedTurnout';

const hello: readonly StreamPart[] = [
  { type: 'text', text: 'Hello.' },
  { type: 'finish', reason: 'stop' },
];
const calling: readonly StreamPart[] = [
  { type: 'tool-call', id: 'call_1', name: 'time', input: '{"zone":"CET"}' },
  { type: 'finish', reason: 'tool-calls' },
];
const post = (body: object): RequestInit => ({ method: 'POST', body: JSON.stringify(body) });
const question = { model: 'turnout', messages: [{ role: 'user', content: 'Hello?' }] };

/** As fetch would not do it: with any Host and Upgrade. */
async function raw(origin: string, method: string, path: string, headers: Record<string, string>) {
  return new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
    const options = { method, headers: { authorization: `Bearer ${token}`, ...headers } };
    httpRequest(new URL(path, origin), options, async (response) => {
      resolve({ status: response.statusCode, body: await text(response) });
    })
      .on('error', reject)
      .end();
  });
}

describe('a path', () => {
  test.each([
    '/v1/chat/completions/',
    '//v1/chat/completions',
    '/v1/v1/chat/completions',
    '/v1/chat/completions?api-version=2024-10-21',
    '/openai/v1/chat/completions?api-version=preview',
    '/openai/deployments/turnout/chat/completions?api-version=2024-10-21',
  ])('%s is that of chat completions', async (path) => {
    const { send } = await serveTurnout(scriptedPair(() => hello));
    expect((await send(path, post(question))).status).toBe(200);
  });

  test('of Azure names the model, and its clients have a header of their own for the key', async () => {
    const { origin } = await serveTurnout(scriptedPair(() => hello));
    const { model: _, ...body } = question;
    const path = '/openai/deployments/router-random-0/chat/completions?api-version=2024-10-21';
    const response = await fetch(`${origin}${path}`, { ...post(body), headers: { 'api-key': token } });
    expect(response.headers.get('x-turnout-side')).toBe('strong');
  });

  test.each([
    '/v1/completions',
    '/v1/embeddings',
    '/v1/messages/batches',
    '/v1/audio/speech',
    '/v1/responses/resp_1',
  ])('%s is right, but not routed', async (path) => {
    const { send } = await serveTurnout(scriptedPair(() => hello));
    const response = await send(path, post({ model: 'turnout', input: 'x' }));
    expect(response.status).toBe(404);
    const said = await response.text();
    expect(said).toContain('does not route');
    expect(said).not.toContain('base URL');
  });

  test.each(['/', '/health', '/v1/models'])('%s can be asked for its head', async (path) => {
    const { origin } = await serveTurnout(scriptedPair(() => hello));
    expect(await raw(origin, 'HEAD', path, {})).toEqual({ status: 200, body: '' });
  });
});

test('a WebSocket is refused at once', async () => {
  const { origin } = await serveTurnout(scriptedPair(() => hello));
  const upgrade = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-key': 'x',
    'sec-websocket-version': '13',
  };
  expect((await raw(origin, 'GET', '/v1/responses', upgrade)).status).toBe(426);
});

describe('a server that is called', () => {
  test.each(['127.0.0.1:7000', 'localhost:7000', 'localhost', '[::1]:7000'])('%s', async (host) => {
    const { origin } = await serveTurnout(scriptedPair(() => hello));
    expect((await raw(origin, 'GET', '/v1/models', { host })).status).toBe(200);
    const stranger = await raw(origin, 'GET', '/v1/models', { host, authorization: 'Bearer x' });
    expect(stranger.status).toBe(401);
  });

  test('host.docker.internal, only where it listens for others too', async () => {
    const host = 'host.docker.internal:6060';
    const own = await serveTurnout(scriptedPair(() => hello));
    expect((await raw(own.origin, 'GET', '/v1/models', { host })).status).toBe(403);
    const open = await serveTurnout(
      scriptedPair(() => hello),
      { host: '0.0.0.0' },
    );
    const here = open.origin.replace('0.0.0.0', '127.0.0.1');
    expect((await raw(here, 'GET', '/v1/models', { host })).status).toBe(200);
  });
});

describe('clients from before there were tools', () => {
  const functions = [{ name: 'time', parameters: { type: 'object', properties: {} } }];

  test('give functions, and get the call of one', async () => {
    const pair = scriptedPair(() => calling);
    const { send } = await serveTurnout(pair);
    const response = await send(
      '/v1/chat/completions',
      post({ ...question, functions, function_call: 'auto' }),
    );
    expect(await response.json()).toMatchObject({
      choices: [
        {
          message: { function_call: { name: 'time', arguments: '{"zone":"CET"}' } },
          finish_reason: 'function_call',
        },
      ],
    });
    expect(pair.weak.requests[0]).toMatchObject({ tools: [{ name: 'time' }], toolChoice: { kind: 'auto' } });
  });

  test('get it in a stream as well, and answer it by its role', async () => {
    const pair = scriptedPair(() => calling);
    const { send } = await serveTurnout(pair);
    const messages = [
      ...question.messages,
      { role: 'assistant', content: null, function_call: { name: 'time', arguments: '{}' } },
      { role: 'function', name: 'time', content: 'noon' },
    ];
    const response = await send(
      '/v1/chat/completions',
      post({ ...question, messages, functions, stream: true }),
    );
    const said = await response.text();
    expect(said).toContain('"function_call":{"name":"time","arguments":"{\\"zone\\":\\"CET\\"}"}');
    expect(said).not.toContain('tool_calls');
    const [, called, answered] = pair.weak.requests[0]?.messages ?? [];
    expect(called?.content).toMatchObject([{ type: 'tool-call', id: 'function_call_1', name: 'time' }]);
    expect(answered?.content).toMatchObject([
      { type: 'tool-result', callId: 'function_call_1', content: 'noon' },
    ]);
  });
});

test('a limit of −1 is none', async () => {
  const pair = scriptedPair(() => hello);
  const { send } = await serveTurnout(pair);
  expect((await send('/v1/chat/completions', post({ ...question, max_tokens: -1 }))).status).toBe(200);
  expect(pair.weak.requests[0]?.maxOutputTokens).toBeUndefined();
  expect(pair.weak.requests[0]?.original?.body).not.toHaveProperty('max_tokens');
});

describe('a turn without words', () => {
  test.each([
    ['a system text alone', [{ role: 'system', content: 'Translate "good morning".' }], 'nothing'],
    [
      'a system text and an empty turn',
      [
        { role: 'system', content: 'Be short.' },
        { role: 'user', content: '' },
      ],
      'nothing',
    ],
    [
      'a sound',
      [{ role: 'user', content: [{ type: 'input_audio', input_audio: { data: 'UklG', format: 'wav' } }] }],
      'nothing',
    ],
    [
      'a document',
      [
        {
          role: 'user',
          content: [{ type: 'file', file: { file_data: 'data:application/pdf;base64,JVBE' } }],
        },
      ],
      'nothing',
    ],
    ['the beginning of an answer', [{ role: 'assistant', content: 'Once upon' }], 'nothing'],
    [
      'a picture',
      [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'data:image/png;base64,iVBO' } }] }],
      'picture',
    ],
  ])('%s is answered by the strong model', async (_, messages, shown) => {
    const { send, entries } = await serveTurnout(scriptedPair(() => hello));
    const response = await send('/v1/chat/completions', post({ model: 'turnout', messages }));
    expect(response.status).toBe(200);
    expect(response.headers.get('x-turnout-reason')).toBe('no-words');
    expect(response.headers.get('x-turnout-win-rate')).toBeNull();
    expect(entries[0]?.decision).toMatchObject({
      model: 'strong',
      winRate: null,
      reason: { code: 'no-words', shown },
    });
  });
});

describe('free-form tools', () => {
  const tools = [{ type: 'custom', custom: { name: 'patch', description: 'Edits files' } }];
  const patching: readonly StreamPart[] = [
    { type: 'tool-call-piece', id: 'call_1', name: 'patch', input: '{"input":"*** Be' },
    { type: 'tool-call', id: 'call_1', name: 'patch', input: '{"input":"*** Begin"}' },
    { type: 'finish', reason: 'tool-calls' },
  ];
  const custom = { id: 'call_1', type: 'custom', custom: { name: 'patch', input: '*** Begin' } };

  test('are called with their text, whole or in a stream', async () => {
    const pair = scriptedPair(() => patching);
    const { send } = await serveTurnout(pair);
    const whole = await send('/v1/chat/completions', post({ ...question, tools }));
    expect(await whole.json()).toMatchObject({ choices: [{ message: { tool_calls: [custom] } }] });
    const streamed = await send('/v1/chat/completions', post({ ...question, tools, stream: true }));
    expect(await streamed.text()).toContain(JSON.stringify([{ index: 0, ...custom }]));
    expect(pair.weak.requests[0]?.tools).toMatchObject([{ name: 'patch', description: 'Edits files' }]);
  });
});

describe('POST /v1/route', () => {
  test('answers with the decision alone, by whatever API it is asked', async () => {
    const pair = scriptedPair(() => hello);
    const { send, entries } = await serveTurnout(pair);
    const hard = [{ role: 'user', content: 'A hard one' }];
    for (const body of [
      { prompt: 'A hard one' },
      { messages: hard },
      { model: 'turnout', system: 'Be short.', messages: hard },
      { input: 'A hard one' },
    ]) {
      const response = await send('/v1/route', post(body));
      expect(await response.json()).toMatchObject({
        object: 'turnout.decision',
        model: 'strong-model',
        side: 'strong',
        win_rate: 0.75,
        threshold: 0.5,
        router: 'default',
        reason: { code: 'win-rate-reaches-threshold' },
      });
    }
    expect(pair.strong.requests).toEqual([]);
    expect(entries).toEqual([]);
  });

  test('remembers a conversation that it is told, and no other', async () => {
    const { send } = await serveTurnout(scriptedPair(() => hello));
    const decide = async (prompt: string, conversation?: string) => {
      const response = await send('/v1/route', post({ prompt, conversation }));
      return ((await response.json()) as { reason: { code: string } }).reason.code;
    };
    await decide('A hard one', 'mine');
    expect(await decide('Go on.', 'mine')).toBe('follow-up');
    expect(await decide('Go on.')).toBe('win-rate-below-threshold');
  });

  test('names a field that is wrong', async () => {
    const { send } = await serveTurnout(scriptedPair(() => hello));
    const response = await send('/v1/route', post({ messages: 3 }));
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { param: 'messages' } });
  });
});

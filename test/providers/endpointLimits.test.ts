import { afterEach, expect, test } from 'vitest';
import { askEndpointLimits, type EndpointKind } from '../../src/providers/endpointLimits';
import { type LoopbackServer, startLoopbackServer } from '../loopback/loopbackServer';

let server: LoopbackServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

/** A server that knows these paths, each with its answer; 404 elsewhere. */
async function limitsAt(
  paths: Readonly<Record<string, object | string>>,
  model = 'the-model',
  kind: EndpointKind = 'local',
) {
  server = await startLoopbackServer(({ path }, response) => {
    const answer = paths[path];
    response
      .writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' })
      .end(typeof answer === 'object' ? JSON.stringify(answer) : (answer ?? 'not found'));
  });
  const ref = { provider: 'openai', baseUrl: `${server.origin}/v1`, model } as const;
  return askEndpointLimits({ ref, apiKey: 'sk-own' }, kind);
}

const ollama = {
  license: 'MIT',
  parameters: 'temperature                    1\nstop                           "<|eot_id|>"',
  details: { family: 'llama', parameter_size: '3.2B' },
  model_info: {
    'general.architecture': 'llama',
    'llama.context_length': 131_072,
    'llama.vocab_size': 128_256,
  },
  capabilities: ['completion', 'tools'],
};

test('Ollama tells what the model was trained for and can do', async () => {
  expect(await limitsAt({ '/api/show': ollama })).toEqual({
    contextTokens: 131_072,
    images: false,
    tools: true,
  });
  const asked = server?.requests.find(({ path }) => path === '/api/show');
  expect(asked).toMatchObject({ method: 'POST', body: '{"model":"the-model"}' });
});

test('Ollama’s own setting for the model goes first; an older one tells no capabilities', async () => {
  const { capabilities: _, ...older } = ollama;
  expect(
    await limitsAt({ '/api/show': { ...older, parameters: 'num_ctx                        8192' } }),
  ).toEqual({
    contextTokens: 8_192,
  });
});

test('LM Studio tells the size that is loaded, and whether the model sees', async () => {
  const entry = {
    object: 'model',
    publisher: 'lmstudio-community',
    state: 'loaded',
    max_context_length: 131_072,
  };
  const list = {
    object: 'list',
    data: [
      { ...entry, id: 'other', type: 'vlm' },
      { ...entry, id: 'the-model', type: 'llm', loaded_context_length: 4_096, capabilities: ['tool_use'] },
      { ...entry, id: 'seeing', type: 'vlm', state: 'not-loaded' },
    ],
  };
  expect(await limitsAt({ '/api/v0/models': list })).toEqual({
    contextTokens: 4_096,
    images: false,
    tools: true,
  });
  await server?.close();
  expect(await limitsAt({ '/api/v0/models': list }, 'seeing')).toEqual({
    contextTokens: 131_072,
    images: true,
  });
});

test('llama.cpp tells the size of a slot', async () => {
  const props = {
    default_generation_settings: { id: 0, n_ctx: 65_536, params: {} },
    total_slots: 4,
    modalities: { vision: true, audio: false },
  };
  const list = {
    object: 'list',
    data: [{ id: 'the-model', object: 'model', meta: { n_ctx_train: 262_144 } }],
  };
  expect(await limitsAt({ '/props': props, '/v1/models': list })).toEqual({
    contextTokens: 65_536,
    images: true,
  });
});

test('vLLM tells its longest', async () => {
  const list = { object: 'list', data: [{ id: 'the-model', object: 'model', max_model_len: 32_768 }] };
  expect(await limitsAt({ '/v1/models': list })).toEqual({ contextTokens: 32_768 });
});

test('OpenRouter tells all', async () => {
  const model = (id: string, rest: object) => ({
    id,
    context_length: 200_000,
    architecture: { modality: 'text+image->text', input_modalities: ['text', 'image'] },
    supported_parameters: ['temperature', 'tools', 'tool_choice'],
    ...rest,
  });
  const list = {
    data: [
      model('the-model', {}),
      model('plain', { architecture: { input_modalities: ['text'] }, supported_parameters: ['temperature'] }),
    ],
  };
  expect(await limitsAt({ '/v1/models': list })).toEqual({
    contextTokens: 200_000,
    images: true,
    tools: true,
  });
  expect(server?.requests[0]?.headers.authorization).toBe('Bearer sk-own');
  await server?.close();
  expect(await limitsAt({ '/v1/models': list }, 'plain')).toEqual({
    contextTokens: 200_000,
    images: false,
    tools: false,
  });
});

test('a hosted endpoint is asked for its list alone, one on this machine in the ways of all local servers', async () => {
  const list = { data: [{ id: 'the-model', context_length: 200_000 }] };
  const asked = () => server?.requests.map(({ path }) => path).sort();
  expect(await limitsAt({ '/v1/models': list }, 'the-model', 'hosted')).toEqual({ contextTokens: 200_000 });
  expect(asked()).toEqual(['/v1/models']);
  await server?.close();
  await limitsAt({ '/v1/models': list });
  expect(asked()).toEqual(['/api/show', '/api/v0/models', '/props', '/v1/models']);
});

test.each([
  ['nothing', {}],
  ['no JSON', { '/api/show': '<html>', '/props': 'not found', '/v1/models': '' }],
  [
    'JSON of another shape',
    { '/api/show': [], '/props': '5', '/v1/models': { data: 'x' }, '/api/v0/models': 'null' },
  ],
  [
    'no numbers',
    {
      '/props': { default_generation_settings: { n_ctx: '4096' } },
      '/api/show': { model_info: { 'x.context_length': -1 } },
    },
  ],
])('a server that says %s leaves all unknown', async (_, paths) => {
  expect(await limitsAt(paths)).toEqual({});
});

test.each([
  ['of no server', { baseUrl: 'http://127.0.0.1:9/v1' }, 'sk-own'],
  ['that is none', { baseUrl: 'nowhere' }, 'sk-own'],
  ['with a key that cannot be sent', { baseUrl: 'http://127.0.0.1:9/v1' }, 'sk “quoted”'],
])('an address %s leaves all unknown', async (_, { baseUrl }, apiKey) => {
  expect(
    await askEndpointLimits({ ref: { provider: 'openai', baseUrl, model: 'm' }, apiKey }, 'local'),
  ).toEqual({});
});

test('a server that does not answer in time leaves unknown what it has not told', async () => {
  server = await startLoopbackServer(({ path }, response) => {
    if (path === '/props') response.end('{"default_generation_settings":{"n_ctx":4096}}');
  });
  const ref = { provider: 'openai', baseUrl: `${server.origin}/v1`, model: 'm' } as const;
  const limits = await askEndpointLimits({ ref, apiKey: undefined }, 'local', AbortSignal.timeout(500));
  expect(limits).toEqual({ contextTokens: 4_096 });
});

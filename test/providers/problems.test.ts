import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createAnthropicModel } from '../../src/providers/anthropic';
import { createOpenAiModel } from '../../src/providers/openai';
import type { ModelRef } from '../../src/routing/chat';
import type { ProviderError, ProviderProblem } from '../../src/routing/errors';
import { type Reply, startLoopbackServer } from '../loopback/loopbackServer';
import { type OpenAiServer, openAiRefusals, startOpenAiServer } from '../loopback/openaiServer';
import { ask, problemOfAsking } from './exchange';

const key = 'sk-secret-0123456789abcdef';

function refusal(status: number, body: object | string, headers = {}): Reply {
  return { kind: 'refusal', status, body, headers };
}

describe('what OpenAI-compatible endpoints say when they refuse', () => {
  let server: OpenAiServer;
  beforeEach(async () => {
    server = await startOpenAiServer({ kind: 'mute' });
  });
  afterEach(() => server.close());

  const refOf = (baseUrl: string): ModelRef => ({ provider: 'openai', baseUrl, model: 'gpt-test' });
  const model = () => createOpenAiModel({ ref: refOf(server.baseUrl), apiKey: key });

  const cases: readonly (readonly [string, Reply, ProviderProblem])[] = [
    ['OpenAI: wrong key', openAiRefusals.wrongKey(key), { code: 'wrong-key', status: 401 }],
    [
      'OpenAI: country not supported',
      refusal(403, { error: { message: 'Country, region, or territory not supported' } }),
      { code: 'wrong-key', status: 403 },
    ],
    [
      'OpenAI: no access to the model',
      refusal(403, { error: { message: 'Project has no access', code: 'model_not_found' } }),
      { code: 'model-not-found', status: 403 },
    ],
    [
      'OpenAI: unknown model',
      openAiRefusals.modelNotFound('gpt-test'),
      { code: 'model-not-found', status: 404 },
    ],
    [
      'Ollama: model not pulled',
      refusal(404, {
        error: { message: 'model "gpt-test" not found, try pulling it first', type: 'api_error' },
      }),
      { code: 'model-not-found', status: 404 },
    ],
    [
      'older Ollama: the error is a bare text',
      refusal(404, { error: "model 'gpt-test' not found" }),
      { code: 'model-not-found', status: 404 },
    ],
    [
      'OpenRouter: unknown model',
      refusal(400, { error: { message: 'gpt-test is not a valid model ID', code: 400 } }),
      { code: 'model-not-found', status: 400 },
    ],
    [
      'OpenAI: rate limit, in seconds',
      openAiRefusals.rateLimited('7'),
      {
        code: 'rate-limited',
        status: 429,
        retryAfterSeconds: 7,
        said: 'Rate limit reached for gpt-test on requests per min (RPM).',
      },
    ],
    [
      'rate limit, until a date that has passed',
      openAiRefusals.rateLimited('Wed, 21 Oct 2015 07:28:00 GMT'),
      {
        code: 'rate-limited',
        status: 429,
        retryAfterSeconds: 0,
        said: 'Rate limit reached for gpt-test on requests per min (RPM).',
      },
    ],
    [
      'rate limit, for no one knows how long',
      openAiRefusals.rateLimited('soon'),
      {
        code: 'rate-limited',
        status: 429,
        retryAfterSeconds: undefined,
        said: 'Rate limit reached for gpt-test on requests per min (RPM).',
      },
    ],
    ['OpenAI: quota used up', openAiRefusals.noCredit(), { code: 'no-credit', status: 429 }],
    [
      'OpenRouter: credits used up',
      refusal(402, { error: { message: 'Insufficient credits', code: 402 } }),
      { code: 'no-credit', status: 402 },
    ],
    [
      'OpenAI: overloaded',
      openAiRefusals.overloaded(),
      {
        code: 'overloaded',
        status: 503,
        detail: 'The engine is currently overloaded, please try again later.',
      },
    ],
    [
      'a proxy’s error page',
      refusal(502, '<html>Bad gateway</html>'),
      { code: 'overloaded', status: 502, detail: '' },
    ],
    [
      'OpenAI: too long for the model',
      openAiRefusals.tooLong(),
      {
        code: 'prompt-too-long',
        status: 400,
        detail:
          "This model's maximum context length is 128000 tokens. However, your messages resulted in 250011 tokens.",
      },
    ],
    [
      'llama.cpp: too long for the model',
      refusal(400, {
        error: {
          code: 400,
          message: 'the request exceeds the available context size, try increasing it',
          type: 'exceed_context_size_error',
        },
      }),
      {
        code: 'prompt-too-long',
        status: 400,
        detail: 'the request exceeds the available context size, try increasing it',
      },
    ],
    [
      'a proxy: body too large',
      refusal(413, '<html>Request Entity Too Large</html>'),
      { code: 'prompt-too-long', status: 413, detail: '' },
    ],
    [
      'OpenAI: anything else it does not like',
      refusal(400, {
        error: { message: "Unsupported value: 'messages[0].role'", code: 'unsupported_value' },
      }),
      { code: 'rejected', status: 400, detail: "Unsupported value: 'messages[0].role'" },
    ],
    [
      'FastAPI: validation',
      refusal(422, { detail: [{ loc: ['body', 'model'], msg: 'Field required', input: 'the prompt' }] }),
      { code: 'rejected', status: 422, detail: 'Field required' },
    ],
    ['a slow proxy', refusal(408, {}), { code: 'timed-out' }],
    [
      'FastAPI: unknown path',
      refusal(404, { detail: 'Not Found' }),
      { code: 'not-a-model-endpoint', detail: 'Not Found' },
    ],
    [
      'a web site: unknown path',
      refusal(404, '<html>Not found</html>'),
      { code: 'not-a-model-endpoint', detail: 'HTTP 404' },
    ],
    [
      'a web site: a page',
      { kind: 'bytes', contentType: 'text/html', writes: [Buffer.from('<html>Hi</html>')] },
      { code: 'not-a-model-endpoint', detail: 'Content-Type: text/html' },
    ],
    [
      'LM Studio: unknown path, with status 200',
      {
        kind: 'bytes',
        contentType: 'application/json',
        writes: [Buffer.from('{"error":"Unexpected endpoint or method."}')],
      },
      {
        code: 'not-a-model-endpoint',
        detail: 'Unexpected endpoint or method.',
      },
    ],
    [
      'a redirect, which is not followed',
      refusal(307, '', { location: 'https://elsewhere.example/v1' }),
      { code: 'not-a-model-endpoint', detail: 'HTTP 307 → https://elsewhere.example/v1' },
    ],
  ];

  test.each(cases)('%s', async (_, reply, problem) => {
    server.reply = reply;
    expect(await problemOfAsking(model())).toEqual(problem);
    expect(server.requests).toHaveLength(1);
  });

  test('no error holds the key, however often the endpoint repeats it', async () => {
    const echo = `Bad key ${key}, I said ${key}`;
    const replies: Reply[] = [
      refusal(401, { error: { message: echo } }),
      refusal(400, { error: { message: echo } }),
      refusal(404, { detail: echo }),
      refusal(500, { error: echo }),
      { kind: 'brokenOff', pieces: ['Some'], error: { error: { message: echo } } },
    ];
    for (const reply of replies) {
      server.reply = reply;
      const { thrown } = await ask(model());
      const { message, problem, ref, cause } = thrown as ProviderError;
      expect(JSON.stringify({ message, problem, ref, cause })).not.toContain(key);
      expect(cause).toBeUndefined();
    }
  });

  test('a long complaint is cut, and put on one line', async () => {
    server.reply = refusal(400, { error: { message: `No\n\nthanks. ${'x'.repeat(5000)}` } });
    const problem = await problemOfAsking(model());
    expect(problem.code === 'rejected' && problem.detail).toMatch(/^No thanks\. x{200,300}…$/);
  });

  test.each([createOpenAiModel, createAnthropicModel])(
    'a page that never ends is not waited for',
    async (create) => {
      const site = await startLoopbackServer((_, response) => {
        response.writeHead(200, { 'content-type': 'text/html' }).write('<html>');
      });
      expect((await problemOfAsking(create({ ref: refOf(site.origin), apiKey: key }))).code).toBe(
        'not-a-model-endpoint',
      );
      await site.abandoned;
      await site.close();
    },
  );

  test('nobody listens at the address', async () => {
    await server.close();
    const problem = await problemOfAsking(model());
    expect(problem).toMatchObject({ code: 'unreachable' });
    expect(problem.code === 'unreachable' && problem.detail).toContain('ECONNREFUSED');
  });

  test('no such host', async () => {
    // RFC 2606 keeps .invalid from ever being resolved.
    const nowhere = createOpenAiModel({ ref: refOf('http://turnout.invalid/v1'), apiKey: key });
    expect((await problemOfAsking(nowhere)).code).toBe('unreachable');
  }, 30_000);

  test('something listens that does not speak HTTP', async () => {
    const other = createServer((socket) => socket.resume().end('220 mail.example ESMTP\r\n'));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const model = createOpenAiModel({ ref: refOf(`http://127.0.0.1:${port}/v1`), apiKey: key });
    expect((await problemOfAsking(model)).code).toBe('unreachable');
    await new Promise((resolve) => other.close(resolve));
  });

  test.each(['', 'localhost:11434', 'ftp://example.org', '/v1'])('"%s" is no address', async (baseUrl) => {
    const problem = await problemOfAsking(createOpenAiModel({ ref: refOf(baseUrl), apiKey: key }));
    expect(problem.code).toBe('not-a-model-endpoint');
  });

  test.each(['sk-with a space', 'sk-“quoted”', 'sk-two\nlines', 'sk-\u0000'])(
    '%j is no key',
    async (apiKey) => {
      const { thrown } = await ask(createOpenAiModel({ ref: refOf(server.baseUrl), apiKey }));
      expect((thrown as ProviderError).problem).toEqual({ code: 'wrong-key', status: undefined });
      expect((thrown as ProviderError).message).not.toContain(apiKey);
      expect(server.requests).toHaveLength(0);
    },
  );
});

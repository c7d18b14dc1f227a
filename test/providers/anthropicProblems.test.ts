import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createAnthropicModel } from '../../src/providers/anthropic';
import type { ProviderProblem } from '../../src/routing/errors';
import { type AnthropicServer, anthropicRefusal, startAnthropicServer } from '../loopback/anthropicServer';
import type { Reply } from '../loopback/loopbackServer';
import { problemOfAsking } from './exchange';

describe('what Anthropic says when it refuses', () => {
  let server: AnthropicServer;
  beforeEach(async () => {
    server = await startAnthropicServer({ kind: 'mute' });
  });
  afterEach(() => server.close());

  const model = () =>
    createAnthropicModel({
      ref: { provider: 'anthropic', baseUrl: server.baseUrl, model: 'claude-test' },
      apiKey: 'sk-ant-secret',
    });

  const cases: readonly (readonly [string, Reply, ProviderProblem])[] = [
    [
      'wrong key',
      anthropicRefusal(401, 'authentication_error', 'invalid x-api-key'),
      { code: 'wrong-key', status: 401 },
    ],
    [
      'unknown model',
      anthropicRefusal(404, 'not_found_error', 'model: claude-test'),
      { code: 'model-not-found', status: 404 },
    ],
    [
      'unknown path',
      anthropicRefusal(404, 'not_found_error', 'Not Found'),
      { code: 'not-a-model-endpoint', detail: 'Not Found' },
    ],
    [
      'rate limit',
      anthropicRefusal(429, 'rate_limit_error', 'This would exceed the rate limit', { 'retry-after': '12' }),
      { code: 'rate-limited', status: 429, retryAfterSeconds: 12, said: 'This would exceed the rate limit' },
    ],
    [
      'credit used up',
      anthropicRefusal(400, 'invalid_request_error', 'Your credit balance is too low to access the API.'),
      { code: 'no-credit', status: 400 },
    ],
    [
      'overloaded',
      anthropicRefusal(529, 'overloaded_error', 'Overloaded'),
      { code: 'overloaded', status: 529, detail: 'Overloaded' },
    ],
    [
      'too long for the model',
      anthropicRefusal(400, 'invalid_request_error', 'prompt is too long: 210000 tokens > 200000 maximum'),
      {
        code: 'prompt-too-long',
        status: 400,
        detail: 'prompt is too long: 210000 tokens > 200000 maximum',
      },
    ],
    [
      'too large a request',
      anthropicRefusal(413, 'request_too_large', 'Request exceeds the maximum size'),
      { code: 'prompt-too-long', status: 413, detail: 'Request exceeds the maximum size' },
    ],
    [
      'anything else it does not like',
      anthropicRefusal(400, 'invalid_request_error', 'messages: at least one message is required'),
      { code: 'rejected', status: 400, detail: 'messages: at least one message is required' },
    ],
  ];

  test.each(cases)('%s', async (_, reply, problem) => {
    server.reply = reply;
    expect(await problemOfAsking(model())).toEqual(problem);
    expect(server.requests).toHaveLength(1);
  });
});

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createChatModel } from '../../src/providers/chatModel';
import { createOpenAiModel } from '../../src/providers/openai';
import { anthropicEvents, startAnthropicServer } from '../loopback/anthropicServer';
import { openAiChunk as chunk, type OpenAiServer, startOpenAiServer } from '../loopback/openaiServer';
import { ask, problemOfAsking } from './exchange';

let server: OpenAiServer;
beforeEach(async () => {
  server = await startOpenAiServer({ kind: 'mute' });
});
afterEach(() => server.close());

const modelAt = (baseUrl: string) =>
  createOpenAiModel({ ref: { provider: 'openai', baseUrl, model: 'gpt-test' }, apiKey: undefined });
const sends = (text: string, contentType = 'text/event-stream') => {
  server.reply = { kind: 'bytes', contentType, writes: [Buffer.from(text)] };
  return modelAt(server.baseUrl);
};
const data = (value: object) => `data: ${JSON.stringify(value)}\n\n`;
const hi = data(chunk({ role: 'assistant', content: 'Hi' }));
const end = data(chunk({}, 'stop'));
const done = 'data: [DONE]\n\n';
const completion = {
  object: 'chat.completion',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Hi' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 3, completion_tokens: 1 },
};

describe('an answer is whole', () => {
  test.each([
    ['without a reason for its end, but done', hi + done],
    ['with empty reasons', data(chunk({ content: 'Hi' }, '')) + data(chunk({}, '')) + done],
    ['with a reason, and not done', hi + end],
    ['with a reason, and an error after it', `${hi + end}data: {"error":{"message":"late"}}\n\n`],
    ['told twice that it ends', hi + end + end + done],
    [
      'with carriage returns, a byte order mark and comments',
      `\ufeff${(`: one\n\n${hi}: two\n\n${end}${done}`).replaceAll('\n', '\r\n')}`,
    ],
    ['without spaces', (hi + end + done).replaceAll('data: ', 'data:')],
    ['without blank lines', (hi + end + done).replaceAll('\n\n', '\n')],
    [
      'with all of it once more in its last chunk',
      hi + data({ choices: [{ message: { content: 'Hi' }, finish_reason: 'stop' }] }) + done,
    ],
    ['in one piece', JSON.stringify(completion)],
    [
      'as a line for each chunk',
      [chunk({ content: 'Hi' }), chunk({}, 'stop')].map((line) => JSON.stringify(line)).join('\n'),
    ],
  ])('%s', async (_, text) => {
    expect(await ask(sends(text))).toMatchObject({ text: 'Hi', thrown: undefined });
  });

  test.each(['application/json', 'text/plain', 'application/octet-stream'])(
    'mislabelled as %s',
    async (type) => {
      expect(await ask(sends(hi + end + done, type))).toMatchObject({ text: 'Hi', thrown: undefined });
    },
  );

  test('in one piece, of Anthropic’s format', async () => {
    const claude = await startAnthropicServer(anthropicEvents());
    const content = [
      { type: 'text', text: 'Hi' },
      { type: 'tool_use', id: 't', name: 'time', input: { zone: 'CET' } },
    ];
    const message = {
      type: 'message',
      role: 'assistant',
      content,
      stop_reason: 'tool_use',
      usage: { input_tokens: 3, output_tokens: 1 },
    };
    claude.reply = {
      kind: 'bytes',
      contentType: 'application/json',
      writes: [Buffer.from(JSON.stringify(message))],
    };
    const model = createChatModel(
      { provider: 'anthropic', baseUrl: claude.origin, model: 'claude' },
      undefined,
    );
    const { parts } = await ask(model);
    expect(parts).toMatchObject([
      { type: 'text', text: 'Hi' },
      { type: 'tool-call', id: 't', name: 'time', input: '{"zone":"CET"}' },
      { type: 'finish', reason: 'tool-calls' },
      { type: 'usage', usage: { inputTokens: 3, outputTokens: 1 } },
    ]);
    await claude.close();
  });
});

describe('an error is told for what it is', () => {
  const limit = { error: { code: 429, message: 'Rate limit exceeded: free-models-per-min.' } };
  test.each([
    ['in place of an answer', JSON.stringify(limit), 'application/json', { code: 'rate-limited' }],
    ['as the first event', data(limit), 'text/event-stream', { code: 'rate-limited' }],
    [
      'in a choice',
      data({
        choices: [
          {
            delta: { content: '' },
            finish_reason: 'error',
            error: { code: 502, message: 'Provider returned error' },
          },
        ],
      }),
      'text/event-stream',
      { code: 'overloaded', status: 502, detail: 'Provider returned error' },
    ],
    [
      'as an event of that name',
      'event: error\ndata: {"message":"GPU is lost","code":"500"}\n\n',
      'text/event-stream',
      { code: 'overloaded', status: 500, detail: 'GPU is lost' },
    ],
    [
      'in mid-stream, where what was said stands',
      hi + data(limit),
      'text/event-stream',
      { code: 'cut-off', detail: 'Rate limit exceeded: free-models-per-min.' },
    ],
    [
      'by a gateway, with its vendor’s words',
      data({
        error: {
          code: 502,
          message: 'Provider returned error',
          metadata: { raw: '{"error":{"message":"The model is asleep"}}' },
        },
      }),
      'text/event-stream',
      { code: 'overloaded', detail: 'Provider returned error: The model is asleep' },
    ],
    ['as a reason to end', hi + data(chunk({}, 'error')) + done, 'text/event-stream', { code: 'cut-off' }],
  ])('%s', async (_, text, type, problem) => {
    expect(await problemOfAsking(sends(text, type))).toMatchObject(problem);
  });

  test.each([
    [400, 'API key not valid. Please pass a valid API key.', { code: 'wrong-key' }],
    [400, 'Invalid value at contents', { code: 'rejected', detail: 'Invalid value at contents' }],
    [429, 'You exceeded your current quota.', { code: 'rate-limited' }],
  ])('in a list, as Gemini sends it with status %i: %s', async (status, message, problem) => {
    const list = [{ error: { code: status, message, status: 'INVALID_ARGUMENT' } }];
    server.reply = { kind: 'refusal', status, body: list };
    expect(await problemOfAsking(modelAt(server.baseUrl))).toMatchObject(problem);
  });
});

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createChatModel } from '../../src/providers/chatModel';
import type { Side } from '../../src/routing/chat';
import { createConversationMemory } from '../../src/routing/conversation/conversationMemory';
import { decide } from '../../src/routing/decision';
import { ProviderError, type ProviderProblem } from '../../src/routing/errors';
import { answer } from '../../src/routing/flow/answer';
import type { AnswerPart } from '../../src/routing/flow/answerPart';
import { createProviderHealth } from '../../src/routing/flow/providerHealth';
import { describeProviderProblem } from '../../src/server/problemWording';
import { answerOf, type Reply } from '../loopback/loopbackServer';
import { createMemoryLedger } from '../routing/flow/memoryLedger';
import { type Wire, wires } from './wires';

const key = 'sk-planted';

/** What an endpoint does, and what comes of a prompt that it is asked. */
interface Misfortune {
  readonly what: string;
  readonly reply: (wire: Wire) => Reply;
  /** Undefined where the answer is whole all the same. */
  readonly problem: ProviderProblem['code'] | undefined;
  /** What a person reads of it. */
  readonly message?: RegExp;
  /** What has arrived of the answer; none by default. */
  readonly text?: string;
}

const stream = (...writes: readonly Uint8Array[]): Reply => ({
  kind: 'bytes',
  contentType: 'text/event-stream',
  writes,
});
const half = (wire: Wire) => wire.begun('Half an answer');
const bytewise = (bytes: Uint8Array) => Array.from(bytes, (_, at) => bytes.subarray(at, at + 1));
const longLine = 'x字'.repeat(2_500_000);

const misfortunes: readonly Misfortune[] = [
  {
    what: '400',
    reply: (wire) => wire.refusal(400),
    problem: 'rejected',
    message: /refused the request \(HTTP 400\): Not now/,
  },
  {
    what: '401',
    reply: (wire) => wire.refusal(401),
    problem: 'wrong-key',
    message: /did not accept Turnout's key .*Set that key/,
  },
  {
    what: '403',
    reply: (wire) => wire.refusal(403),
    problem: 'wrong-key',
    message: /did not accept Turnout's key .*Set that key/,
  },
  {
    what: '404',
    reply: (wire) => wire.refusal(404),
    problem: 'model-not-found',
    message: /has no model "test".*Choose another/,
  },
  {
    what: '404 of a web server',
    reply: () => ({ kind: 'refusal', status: 404, body: '<h1>Not Found</h1>' }),
    problem: 'not-a-model-endpoint',
    message: /does not answer like a model's endpoint.*usually ends in \/v1/,
  },
  {
    what: '429',
    reply: (wire) => wire.refusal(429),
    problem: 'rate-limited',
    message: /is rate-limited or out of quota/,
  },
  {
    what: '429 with Retry-After',
    reply: (wire) => wire.refusal(429, { 'retry-after': '20' }),
    problem: 'rate-limited',
    message: /is rate-limited .*Try again in 20 s/,
  },
  {
    what: '500',
    reply: (wire) => wire.refusal(500),
    problem: 'overloaded',
    message: /cannot answer .*HTTP 500/,
  },
  {
    what: '503',
    reply: (wire) => wire.refusal(503),
    problem: 'overloaded',
    message: /cannot answer .*HTTP 503/,
  },
  {
    what: '529',
    reply: (wire) => wire.refusal(529),
    problem: 'overloaded',
    message: /cannot answer .*HTTP 529/,
  },
  {
    what: 'no first byte',
    reply: () => ({ kind: 'mute' }),
    problem: 'timed-out',
    message: /did not begin to answer in time/,
  },
  {
    what: 'a connection cut in mid-stream',
    reply: () => ({ kind: 'cut', pieces: ['Half ', 'an answer'] }),
    problem: 'cut-off',
    message: /broke off/,
    text: 'Half an answer',
  },
  {
    what: 'silence in mid-stream',
    reply: () => ({ kind: 'hang', pieces: ['Half ', 'an answer'] }),
    problem: 'cut-off',
    message: /broke off \(the endpoint fell silent/,
    text: 'Half an answer',
  },
  {
    what: 'an event that is no JSON',
    reply: (wire) => stream(half(wire), Buffer.from('event: content_block_delta\ndata: {"type": \n\n')),
    problem: 'cut-off',
    message: /broke off \(the stream is damaged/,
    text: 'Half an answer',
  },
  {
    what: 'a stream that is split after each byte',
    reply: (wire) => stream(...bytewise(wire.stream('東京 → 🚦'))),
    problem: undefined,
    text: '東京 → 🚦',
  },
  {
    what: 'a page in place of a stream',
    reply: () => ({ kind: 'bytes', contentType: 'text/html', writes: [Buffer.from('<p>Sign in</p>')] }),
    problem: 'not-a-model-endpoint',
    message: /Content-Type: text\/html\)\. Its address usually ends in \/v1/,
  },
  {
    what: 'a line of ten megabytes',
    reply: (wire) => stream(wire.stream(longLine)),
    problem: undefined,
    text: longLine,
  },
  {
    what: 'a slow drip',
    reply: () => ({ kind: 'answer', pieces: Array.from('It drips.'), usage: undefined, pauseMs: 60 }),
    problem: undefined,
    text: 'It drips.',
  },
  { what: 'an empty answer', reply: (wire) => stream(wire.stream('')), problem: undefined },
  { what: 'no answer at all', reply: () => stream(), problem: 'cut-off', message: /broke off/ },
  { what: 'that it declines', reply: (wire) => wire.declined(), problem: undefined },
  {
    what: 'a call of a tool with broken JSON',
    reply: (wire) => wire.brokenCall('{"zone": "CE'),
    problem: undefined,
  },
];

/** Less than the pauses of what drips are long in all, and more than each of them. */
const timeouts = { firstByteMs: 400, silenceMs: 400 };

/** One process that answers prompts, with two models of one endpoint; the weak one is asked first. */
function createAnswering(provider: 'openai' | 'anthropic', baseUrl: string) {
  const ledger = createMemoryLedger();
  const model = (_: Side) => createChatModel({ provider, baseUrl, model: 'test' }, key, { timeouts });
  const cut = { router: 'default', threshold: 0.5, strongShare: 0.5 };
  let ids = 0;
  const deps = {
    route: async () => decide({ winRate: 0.1, unknownShare: 0 }, cut, 3),
    cut: async () => cut,
    memory: createConversationMemory(Date.now),
    health: createProviderHealth(Date.now),
    pair: { kind: 'call', models: { strong: model('strong'), weak: model('weak') } },
    costOf: () => 0.01,
    ledger,
    newId: () => `entry-${++ids}`,
    now: Date.now,
  } as const;
  const ask = async (conversation: string) => {
    const parts: AnswerPart[] = [];
    const request = {
      chat: { messages: [{ role: 'user', content: 'Which track?' }] },
      door: 'sidebar',
      conversation,
      signal: new AbortController().signal,
    } as const;
    for await (const part of answer(request, deps)) parts.push(part);
    const text = parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
    const failure = parts.find((part) => part.type === 'failed');
    const { error } = failure ?? {};
    return { parts, text, error };
  };
  return { ask, entries: ledger.entries };
}

describe.each(['openai', 'anthropic'] as const)('of an endpoint of %s’s format that sends', (provider) => {
  let server: Awaited<ReturnType<Wire['start']>>;
  beforeEach(async () => {
    server = await wires[provider].start({ kind: 'mute' });
  });
  afterEach(() => server.close());

  test.each(misfortunes)(
    '$what: said, kept, on record, and over with the next prompt',
    async (misfortune) => {
      const { ask, entries } = createAnswering(provider, server.baseUrl);
      server.reply = misfortune.reply(wires[provider]);
      const { text, error } = await ask('first');
      expect(text === (misfortune.text ?? '')).toBe(true);
      if (misfortune.problem === undefined) {
        expect(error).toBeUndefined();
        expect(entries.at(-1)?.outcome).toEqual({ kind: 'ok' });
      } else {
        if (!(error instanceof ProviderError)) throw error;
        expect(error.problem.code).toBe(misfortune.problem);
        const message = describeProviderProblem(error);
        expect(message).toMatch(misfortune.message ?? /^$/);
        expect(message).not.toContain(key);
        expect(entries.at(-1)?.outcome).toEqual({ kind: 'failed', code: misfortune.problem });
      }
      // Every call is on record, also that of the model whose place the other one took.
      expect(entries).toHaveLength(server.requests.length);

      server.reply = answerOf('All is well.');
      expect(await ask('second')).toMatchObject({ text: 'All is well.', error: undefined });
      expect(entries.at(-1)?.outcome).toEqual({ kind: 'ok' });
      expect(entries).toHaveLength(server.requests.length);
    },
  );

  test('a call of a tool with broken JSON: passed on as it is, for its caller to judge', async () => {
    const { ask } = createAnswering(provider, server.baseUrl);
    server.reply = wires[provider].brokenCall('{"zone": "CE');
    const { parts } = await ask('first');
    expect(parts).toContainEqual({
      type: 'tool-call',
      id: expect.any(String),
      name: 'time',
      input: '{"zone": "CE',
    });
    expect(parts).toContainEqual(expect.objectContaining({ type: 'finish', reason: 'tool-calls' }));
  });

  test('that it declines: told as that', async () => {
    const { ask } = createAnswering(provider, server.baseUrl);
    server.reply = wires[provider].declined();
    const { parts } = await ask('first');
    expect(parts).toContainEqual(expect.objectContaining({ type: 'finish', reason: 'refusal' }));
  });
});

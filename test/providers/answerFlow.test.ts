import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createPriceList } from '../../src/node/prices';
import { createChatModel } from '../../src/providers/chatModel';
import { createConversationMemory } from '../../src/routing/conversation/conversationMemory';
import { decide } from '../../src/routing/decision';
import { answer } from '../../src/routing/flow/answer';
import type { AnswerPart } from '../../src/routing/flow/answerPart';
import { createProviderHealth } from '../../src/routing/flow/providerHealth';
import type { Entry } from '../../src/routing/ledger/ledger';
import { startPracticePair } from '../../src/server/practicePair';
import { type AnthropicServer, startAnthropicServer } from '../loopback/anthropicServer';
import { answerOf } from '../loopback/loopbackServer';
import { type OpenAiServer, openAiRefusals, startOpenAiServer } from '../loopback/openaiServer';
import { createMemoryLedger } from '../routing/flow/memoryLedger';

const costOf = createPriceList({
  overrides: { dear: { input: 10, cachedInput: 1, output: 50 }, cheap: { input: 1, output: 2 } },
});

/** The whole way of a prompt over HTTP, with a decision that is given. */
async function send(winRate: number, models: Parameters<typeof answer>[1]['pair'], signal?: AbortSignal) {
  const ledger = createMemoryLedger();
  const parts: AnswerPart[] = [];
  const request = {
    chat: { messages: [{ role: 'user', content: 'Which track?' }] },
    door: 'sidebar',
    conversation: 'conversation-1',
    signal: signal ?? new AbortController().signal,
  } as const;
  const deps = {
    route: async () =>
      decide({ winRate, unknownShare: 0 }, { router: 'default', threshold: 0.5, strongShare: 0.4 }, 3),
    cut: async () => ({ router: 'default', threshold: 0.5, strongShare: 0.4 }),
    memory: createConversationMemory(Date.now),
    health: createProviderHealth(Date.now),
    pair: models,
    costOf,
    ledger,
    newId: () => 'entry-1',
    now: Date.now,
  };
  for await (const part of answer(request, deps)) parts.push(part);
  const text = parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
  return { parts, text, entry: ledger.entries[0] as Entry };
}

describe('a prompt through decision, HTTP and ledger', () => {
  let anthropic: AnthropicServer;
  let openAi: OpenAiServer;
  beforeEach(async () => {
    anthropic = await startAnthropicServer(
      answerOf('The left one.', { fresh: 1_000, cached: 9_000, output: 500 }),
    );
    openAi = await startOpenAiServer(answerOf('Either.', { fresh: 2_000, cached: 0, output: 100 }));
  });
  afterEach(async () => {
    await anthropic.close();
    await openAi.close();
  });
  const pair = () =>
    ({
      kind: 'call',
      models: {
        strong: createChatModel(
          { provider: 'anthropic', baseUrl: anthropic.baseUrl, model: 'dear' },
          'sk-ant-secret',
        ),
        weak: createChatModel({ provider: 'openai', baseUrl: openAi.baseUrl, model: 'cheap' }, 'sk-secret'),
      },
    }) as const;

  test('to the strong model', async () => {
    const { text, entry } = await send(0.9, pair());
    expect(text).toBe('The left one.');
    expect(entry.outcome).toEqual({ kind: 'ok' });
    // 1,000 fresh, 9,000 cached and 500 output tokens, at 10, 1 and 50 dollars a million
    expect(entry.cost).toBeCloseTo(0.01 + 0.009 + 0.025, 10);
    expect(entry.alwaysStrongCost).toBe(entry.cost);
    // cached tokens cost as much as others at 1 and 2 dollars a million
    expect(entry.alwaysWeakCost).toBeCloseTo(0.01 + 0.001, 10);
    expect(openAi.requests).toHaveLength(0);
  });

  test('to the weak model, which saves', async () => {
    const { text, entry } = await send(0.1, pair());
    expect(text).toBe('Either.');
    expect(entry.cost).toBeCloseTo(0.002 + 0.0002, 10);
    expect(entry.alwaysStrongCost).toBeCloseTo(0.02 + 0.005, 10);
    expect(anthropic.requests).toHaveLength(0);
  });

  test('to a model that refuses: recorded as failed, at no cost, without the key', async () => {
    openAi.reply = openAiRefusals.wrongKey('sk-secret');
    const { parts, entry } = await send(0.1, pair());
    expect(parts.map((part) => part.type)).toEqual(['decision', 'failed', 'finished']);
    expect(entry).toMatchObject({
      outcome: { kind: 'failed', code: 'wrong-key' },
      cost: 0,
      alwaysStrongCost: 0,
    });
    expect(JSON.stringify(parts)).not.toContain('sk-secret');
  });

  test('to a model that breaks off: the text stays, the entry says so', async () => {
    openAi.reply = { kind: 'cut', pieces: ['Either', ' of'] };
    const { text, parts, entry } = await send(0.1, pair());
    expect(text).toBe('Either of');
    expect(parts.at(-2)).toMatchObject({ type: 'failed', error: { problem: { code: 'cut-off' } } });
    expect(entry).toMatchObject({
      outcome: { kind: 'failed', code: 'cut-off' },
      usage: { inputTokens: 7, outputTokens: 3, source: 'estimated' },
    });
    expect(entry.cost).toBeGreaterThan(0);
  });

  test('stopped: the model’s connection is closed, the entry says so', async () => {
    openAi.reply = { kind: 'hang', pieces: ['Either'] };
    const controller = new AbortController();
    const weak = pair().models.weak;
    const stopping = {
      ref: weak.ref,
      limits: weak.limits,
      async *stream(...[chat, signal]: Parameters<typeof weak.stream>) {
        for await (const part of weak.stream(chat, signal)) {
          yield part;
          controller.abort();
        }
      },
    };
    const { text, entry } = await send(
      0.1,
      { kind: 'call', models: { strong: pair().models.strong, weak: stopping } },
      controller.signal,
    );
    expect(text).toBe('Either');
    expect(entry.outcome).toEqual({ kind: 'cancelled' });
    await openAi.abandoned;
  });
});

test('the practice pair goes the same way and never costs or saves', async () => {
  const practice = await startPracticePair(async () => {});
  const { text, entry } = await send(0.9, {
    kind: 'practice',
    models: {
      strong: createChatModel(practice.models.strong, practice.apiKey),
      weak: createChatModel(practice.models.weak, practice.apiKey),
    },
  });
  expect(text).toContain('Practice answer of the strong model');
  expect(entry).toMatchObject({
    kind: 'practice',
    outcome: { kind: 'ok' },
    usage: { source: 'measured' },
    cost: 0,
    alwaysStrongCost: 0,
    alwaysWeakCost: 0,
  });
  await practice.close();
});

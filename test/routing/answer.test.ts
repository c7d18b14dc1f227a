import { describe, expect, test } from 'vitest';
import { type AnswerDeps, type AnswerPart, type AnswerRequest, answer } from '../../src/routing/answer';
import type { ChatModel, Side, StreamPart, Usage } from '../../src/routing/chat';
import { decide } from '../../src/routing/decision';
import { ProviderError } from '../../src/routing/errors';
import type { CostOf } from '../../src/routing/pricing';
import { createMemoryLedger } from './memoryLedger';

const usage: Usage = { inputTokens: 40, cachedInputTokens: 10, outputTokens: 6, source: 'measured' };
const text = (words: string): StreamPart => ({ type: 'text', text: words });

/** A dollar for a thousand tokens of the strong model, a cent for those of the weak one. */
const costOf: CostOf = (ref, { inputTokens, outputTokens }) =>
  ((inputTokens + outputTokens) / 1000) * (ref.model === 'strong' ? 1 : 0.01);

/** A model that answers with these parts, and then throws or ends. */
function modelOf(side: Side, parts: readonly StreamPart[], thrown?: unknown): ChatModel {
  return {
    ref: { provider: 'openai', baseUrl: 'https://api.example/v1', model: side },
    async *stream(_messages, signal) {
      for (const part of parts) {
        signal.throwIfAborted();
        yield part;
      }
      if (thrown !== undefined) throw thrown;
    },
  };
}

/** The flow with every piece in its simplest form; time passes by a second a look. */
function setting(
  changes: Partial<AnswerDeps> & { readonly winRate?: number; readonly signal?: AbortSignal } = {},
) {
  const { winRate = 0.2, signal = new AbortController().signal, ...others } = changes;
  const ledger = createMemoryLedger();
  let clock = Date.UTC(2026, 10, 24, 9, 30);
  const request: AnswerRequest = {
    messages: [
      { role: 'user', content: 'Earlier question' },
      { role: 'assistant', content: 'Earlier answer' },
      { role: 'user', content: 'Why?' },
    ],
    door: 'sidebar',
    conversation: 'conversation-1',
    signal,
  };
  const deps: AnswerDeps = {
    route: async () => decide(winRate, { router: 'default', threshold: 0.5, strongShare: 0.4 }, 3),
    pair: {
      kind: 'call',
      models: {
        strong: modelOf('strong', [text('Strong answer.')]),
        weak: modelOf('weak', [text('Because'), text(' so.'), { type: 'usage', usage }]),
      },
    },
    costOf,
    ledger,
    newId: () => 'entry-1',
    now: () => {
      clock += 1000;
      return clock;
    },
    ...others,
  };
  return { request, deps, ledger };
}

function weakModel(parts: readonly StreamPart[], thrown?: unknown): AnswerDeps['pair'] {
  return { kind: 'call', models: { strong: modelOf('strong', []), weak: modelOf('weak', parts, thrown) } };
}

async function partsOf(parts: AsyncIterable<AnswerPart>): Promise<AnswerPart[]> {
  const all: AnswerPart[] = [];
  for await (const part of parts) all.push(part);
  return all;
}

describe('an answer', () => {
  test('is decided, streamed, recorded, in this order', async () => {
    const { request, deps, ledger } = setting();
    const parts = await partsOf(answer(request, deps));
    expect(parts.map((part) => part.type)).toEqual(['decision', 'text', 'text', 'finished']);
    expect(parts.at(-1)).toEqual({ type: 'finished', entry: ledger.entries[0], unrecorded: undefined });
  });

  test('leaves an entry with the tokens, what they cost and what the others would have', async () => {
    const { request, deps, ledger } = setting();
    await partsOf(answer(request, deps));
    expect(ledger.entries).toEqual([
      {
        version: 1,
        id: 'entry-1',
        time: '2026-11-24T09:30:01.000Z',
        door: 'sidebar',
        conversation: 'conversation-1',
        kind: 'call',
        pair: {
          strong: { provider: 'openai', baseUrl: 'https://api.example/v1', model: 'strong' },
          weak: { provider: 'openai', baseUrl: 'https://api.example/v1', model: 'weak' },
        },
        decision: decide(0.2, { router: 'default', threshold: 0.5, strongShare: 0.4 }, 3),
        usage,
        cost: 0.00046,
        alwaysStrongCost: 0.046,
        alwaysWeakCost: 0.00046,
        outcome: { kind: 'ok' },
        ms: 1000,
      },
    ]);
  });

  test('never leaves the text of prompt or answer in the ledger', async () => {
    const { request, deps, ledger } = setting();
    await partsOf(answer(request, deps));
    expect(JSON.stringify(ledger.entries)).not.toMatch(/Why|Earlier|Because/);
  });

  test('is decided by the last human turn, and sent with the turns before it', async () => {
    const scored: string[] = [];
    const sent: string[] = [];
    const model = modelOf('weak', [text('Yes.')]);
    const { request, deps } = setting({
      pair: {
        kind: 'call',
        models: {
          strong: modelOf('strong', []),
          weak: {
            ...model,
            stream: (messages, signal) => {
              sent.push(...messages.map((message) => message.content));
              return model.stream(messages, signal);
            },
          },
        },
      },
    });
    await partsOf(
      answer(request, {
        ...deps,
        route: (prompt) => {
          scored.push(prompt);
          return deps.route(prompt);
        },
      }),
    );
    expect(scored).toEqual(['Why?']);
    expect(sent).toEqual(['Earlier question', 'Earlier answer', 'Why?']);
  });

  test('comes from the strong model when its win rate reaches the threshold', async () => {
    const { request, deps, ledger } = setting({ winRate: 0.5 });
    const parts = await partsOf(answer(request, deps));
    expect(parts[1]).toEqual(text('Strong answer.'));
    expect(ledger.entries[0]?.decision.model).toBe('strong');
    expect(ledger.entries[0]?.cost).toBe(ledger.entries[0]?.alwaysStrongCost);
  });

  test('without a count by the provider has its tokens estimated', async () => {
    const { request, deps, ledger } = setting({ pair: weakModel([text('12345'), text('67890')]) });
    await partsOf(answer(request, deps));
    // 34 characters of messages and 10 of answer, four a token
    expect(ledger.entries[0]?.usage).toEqual({
      inputTokens: 9,
      cachedInputTokens: 0,
      outputTokens: 3,
      source: 'estimated',
    });
  });

  test('without known prices has no cost, which is not a cost of nothing', async () => {
    const { request, deps, ledger } = setting({
      costOf: (ref) => (ref.model === 'strong' ? undefined : 0.5),
    });
    await partsOf(answer(request, deps));
    expect(ledger.entries[0]).toMatchObject({ cost: 0.5, alwaysStrongCost: null, alwaysWeakCost: 0.5 });
  });

  test('of a practice model costs nothing, whatever it is called', async () => {
    const { request, deps, ledger } = setting();
    const models = deps.pair?.models;
    if (models === undefined) throw new Error('The setting has no pair.');
    await partsOf(answer(request, { ...deps, pair: { kind: 'practice', models } }));
    expect(ledger.entries[0]).toMatchObject({
      kind: 'practice',
      cost: 0,
      alwaysStrongCost: 0,
      alwaysWeakCost: 0,
    });
  });

  test('of an empty prompt is refused before anything happens', async () => {
    const { request, deps, ledger } = setting();
    const blank = { ...request, messages: [{ role: 'user', content: ' \n' }] } as const;
    await expect(partsOf(answer(blank, deps))).rejects.toMatchObject({ code: 'empty-prompt' });
    expect(ledger.entries).toEqual([]);
  });
});

test('without a pair, the decision and the tokens to expect are all there is', async () => {
  const { request, deps, ledger } = setting({ pair: undefined });
  expect(await partsOf(answer(request, deps))).toEqual([
    {
      type: 'decision',
      decision: decide(0.2, { router: 'default', threshold: 0.5, strongShare: 0.4 }, 3),
      expected: { inputTokens: 9, cachedInputTokens: 0, outputTokens: 264, source: 'estimated' },
    },
  ]);
  expect(ledger.entries).toEqual([]);
});

describe('a call that fails', () => {
  const ref = { provider: 'openai', baseUrl: 'https://api.example/v1', model: 'weak' } as const;
  const cutOff = new ProviderError(ref, { code: 'cut-off', detail: 'gone' });
  const wrongKey = new ProviderError(ref, { code: 'wrong-key', status: 401 });

  test('in the middle keeps the text before it and is recorded with what it cost', async () => {
    const { request, deps, ledger } = setting({ pair: weakModel([text('Half an ')], cutOff) });
    const parts = await partsOf(answer(request, deps));
    expect(parts.map((part) => part.type)).toEqual(['decision', 'text', 'failed', 'finished']);
    expect(parts[2]).toEqual({ type: 'failed', error: cutOff });
    expect(ledger.entries[0]).toMatchObject({
      outcome: { kind: 'failed', code: 'cut-off' },
      usage: { inputTokens: 9, outputTokens: 2, source: 'estimated' },
    });
  });

  test('before the first byte is recorded and costs nothing', async () => {
    const { request, deps, ledger } = setting({ pair: weakModel([], wrongKey) });
    const parts = await partsOf(answer(request, deps));
    expect(parts.map((part) => part.type)).toEqual(['decision', 'failed', 'finished']);
    expect(ledger.entries[0]).toMatchObject({
      outcome: { kind: 'failed', code: 'wrong-key' },
      usage: { inputTokens: 0, outputTokens: 0 },
      cost: 0,
      alwaysStrongCost: 0,
    });
  });

  test('for a reason nobody foresaw is recorded as such', async () => {
    const surprise = new TypeError('surprise');
    const { request, deps, ledger } = setting({ pair: weakModel([], surprise) });
    expect((await partsOf(answer(request, deps)))[1]).toEqual({ type: 'failed', error: surprise });
    expect(ledger.entries[0]?.outcome).toEqual({ kind: 'failed', code: 'unexpected' });
  });

  test('to be recorded says why, and the answer stands', async () => {
    const { request, deps } = setting({
      ledger: { append: () => Promise.reject(new Error('the disk is full')) },
    });
    const parts = await partsOf(answer(request, deps));
    expect(parts.map((part) => part.type)).toEqual(['decision', 'text', 'text', 'finished']);
    expect(parts.at(-1)).toMatchObject({
      unrecorded: 'the disk is full',
      entry: { outcome: { kind: 'ok' } },
    });
  });
});

describe('an answer that is stopped', () => {
  test('in the middle is recorded as cancelled, with what had arrived', async () => {
    const controller = new AbortController();
    const { request, deps, ledger } = setting({ signal: controller.signal });
    const parts: AnswerPart[] = [];
    for await (const part of answer(request, deps)) {
      parts.push(part);
      if (part.type === 'text') controller.abort();
    }
    expect(parts.map((part) => part.type)).toEqual(['decision', 'text', 'finished']);
    expect(ledger.entries[0]).toMatchObject({
      outcome: { kind: 'cancelled' },
      usage: { inputTokens: 9, outputTokens: 2, source: 'estimated' },
    });
  });

  test('before the model was asked costs nothing', async () => {
    const controller = new AbortController();
    const { request, deps, ledger } = setting({ signal: controller.signal });
    for await (const part of answer(request, deps)) if (part.type === 'decision') controller.abort();
    expect(ledger.entries[0]).toMatchObject({
      outcome: { kind: 'cancelled' },
      usage: { inputTokens: 0 },
      cost: 0,
    });
  });

  test('by a host that simply leaves is recorded too, and the model’s stream is closed', async () => {
    let closed = false;
    const model = modelOf('weak', []);
    const { request, deps, ledger } = setting({
      pair: {
        kind: 'call',
        models: {
          strong: modelOf('strong', []),
          weak: {
            ...model,
            async *stream() {
              try {
                yield text('First');
                yield text(' second');
              } finally {
                closed = true;
              }
            },
          },
        },
      },
    });
    for await (const part of answer(request, deps)) if (part.type === 'text') break;
    expect(closed).toBe(true);
    expect(ledger.entries).toHaveLength(1);
    expect(ledger.entries[0]?.outcome).toEqual({ kind: 'cancelled' });
  });

  test('by a host that leaves on seeing it fail is recorded as failed', async () => {
    const { request, deps, ledger } = setting({ pair: weakModel([text('Half')], new Error('broken')) });
    for await (const part of answer(request, deps)) if (part.type === 'failed') break;
    expect(ledger.entries[0]?.outcome).toEqual({ kind: 'failed', code: 'unexpected' });
  });
});

import { describe, expect, test } from 'vitest';
import { ProviderError } from '../../../src/routing/errors';
import { answer } from '../../../src/routing/flow/answer';
import type { AnswerPart } from '../../../src/routing/flow/answerPart';
import { modelOf, partsOf, setting, text, weakModel } from './answerSetting';

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
      usage: { inputTokens: 21, outputTokens: 2, source: 'estimated' },
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
      usage: { inputTokens: 21, outputTokens: 2, source: 'estimated' },
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

import { describe, expect, test } from 'vitest';
import { textOf } from '../../../src/routing/chat';
import { decide } from '../../../src/routing/decision';
import { answer } from '../../../src/routing/flow/answer';
import { modelOf, partsOf, setting, text, usage, weakModel } from './answerSetting';

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
        version: 2,
        id: 'entry-1',
        time: '2026-11-24T09:30:01.000Z',
        door: 'sidebar',
        conversation: 'conversation-1',
        kind: 'call',
        pair: {
          strong: { provider: 'openai', baseUrl: 'https://api.example/v1', model: 'strong' },
          weak: { provider: 'openai', baseUrl: 'https://api.example/v1', model: 'weak' },
        },
        decision: decide(
          { winRate: 0.2, unknownShare: 0 },
          { router: 'default', threshold: 0.5, strongShare: 0.4 },
          3,
        ),
        usage,
        cost: 0.00046,
        alwaysStrongCost: 0.046,
        alwaysWeakCost: 0.00046,
        outputPrices: { strong: expect.closeTo(1000, 6), weak: expect.closeTo(10, 6) },
        outcome: { kind: 'ok' },
        ms: 3000,
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
            stream: (chat, signal) => {
              sent.push(...chat.messages.map(textOf));
              return model.stream(chat, signal);
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
    // 16, 14 and 4 characters of messages, four a token and four more for each; 10 of answer
    expect(ledger.entries[0]?.usage).toEqual({
      inputTokens: 21,
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
    const blank = { ...request, chat: { messages: [{ role: 'user', content: ' \n' }] } } as const;
    await expect(partsOf(answer(blank, deps))).rejects.toMatchObject({ code: 'empty-prompt' });
    expect(ledger.entries).toEqual([]);
  });
});

test('without a pair, the decision and the tokens to expect are all there is', async () => {
  const { request, deps, ledger } = setting({ pair: undefined });
  expect(await partsOf(answer(request, deps))).toEqual([
    {
      type: 'decision',
      decision: decide(
        { winRate: 0.2, unknownShare: 0 },
        { router: 'default', threshold: 0.5, strongShare: 0.4 },
        3,
      ),
      expected: { inputTokens: 21, cachedInputTokens: 0, outputTokens: 264, source: 'estimated' },
    },
  ]);
  expect(ledger.entries).toEqual([]);
});

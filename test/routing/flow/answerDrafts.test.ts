import { describe, expect, test } from 'vitest';
import type { ChatModel, StreamPart } from '../../../src/routing/chat';
import { ProviderError } from '../../../src/routing/errors';
import { answer } from '../../../src/routing/flow/answer';
import type { DraftRecord } from '../../../src/routing/flow/drafting';
import { modelOf, partsOf, setting, text, usage } from './answerSetting';

/** A record of the weak model that begins with these. */
function draftsFrom(known: readonly number[]): DraftRecord & { readonly added: readonly number[] } {
  const added: number[] = [];
  return { added, recent: () => [...known, ...added], add: (_, mean) => void added.push(mean) };
}

const twenty = Array.from({ length: 20 }, (_, rank) => -(rank + 1) / 100);

const answerOfWeak = (meanLogProbability: number | undefined): StreamPart[] => [
  text('Drafted.'),
  { type: 'finish', reason: 'stop', ...(meanLogProbability === undefined ? {} : { meanLogProbability }) },
  { type: 'usage', usage },
];

async function answerWith(weak: ChatModel, known: readonly number[], winRate = 0.2) {
  const drafts = draftsFrom(known);
  const strong = modelOf('strong', [text('Strong.'), { type: 'usage', usage }]);
  const { request, deps, ledger } = setting({
    winRate,
    drafts,
    pair: { kind: 'call', models: { strong, weak } },
  });
  const parts = await partsOf(answer(request, deps));
  return {
    drafts,
    entries: ledger.entries,
    words: parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])),
    reasons: parts.flatMap((part) => (part.type === 'decision' ? [part.decision.reason.code] : [])),
    parts,
  };
}

describe('a draft of the weak model', () => {
  test('that is as sure as usual is the answer, whatever the win rate', async () => {
    const { words, reasons, entries, drafts } = await answerWith(
      modelOf('weak', answerOfWeak(-0.05)),
      twenty,
      0.9,
    );
    expect(words).toEqual(['Drafted.']);
    expect(reasons).toEqual(['drafting', 'draft-kept']);
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({
      outcome: { kind: 'ok' },
      decision: { reason: { code: 'draft-kept' } },
    });
    expect(drafts.added).toEqual([-0.05]);
  });

  test('among those it was least sure of gives way to the strong model, and both are paid', async () => {
    const { words, reasons, entries } = await answerWith(modelOf('weak', answerOfWeak(-0.5)), twenty);
    expect(words).toEqual(['Strong.']);
    expect(reasons).toEqual(['drafting', 'draft-replaced']);
    expect(
      entries.map(({ outcome, cost, alwaysStrongCost, alwaysWeakCost }) => ({
        outcome,
        cost,
        alwaysStrongCost,
        alwaysWeakCost,
      })),
    ).toEqual([
      { outcome: { kind: 'replaced' }, cost: 0.00046, alwaysStrongCost: 0, alwaysWeakCost: 0.00046 },
      { outcome: { kind: 'ok' }, cost: 0.046, alwaysStrongCost: 0.046, alwaysWeakCost: 0 },
    ]);
  });

  test('is asked for with log-probabilities', async () => {
    const asked: unknown[] = [];
    const weak = modelOf('weak', answerOfWeak(-0.05));
    await answerWith(
      {
        ...weak,
        stream: (chat, signal) => {
          asked.push(chat.logProbabilities);
          return weak.stream(chat, signal);
        },
      },
      twenty,
    );
    expect(asked).toEqual([true]);
  });

  test('from an endpoint that does not tell them stands', async () => {
    const { words, reasons } = await answerWith(modelOf('weak', answerOfWeak(undefined)), twenty);
    expect(words).toEqual(['Drafted.']);
    expect(reasons).toEqual(['drafting', 'draft-unrated']);
  });

  test('that broke off unseen is answered by the strong model, and no part of it is shown', async () => {
    const { ref } = modelOf('weak', []);
    const broken = modelOf('weak', [text('Half a')], new ProviderError(ref, { code: 'cut-off', detail: '' }));
    const { words, reasons, entries } = await answerWith(broken, twenty);
    expect(words).toEqual(['Strong.']);
    expect(reasons).toEqual(['drafting', 'fell-back']);
    expect(entries.map(({ outcome }) => outcome.kind)).toEqual(['fell-back', 'ok']);
    expect(entries[0]?.cost).toBeGreaterThan(0);
  });

  test('that is stopped asks no other model, and is on record as stopped', async () => {
    const controller = new AbortController();
    const weak = modelOf('weak', [text('Half a'), text(' draft')]);
    const stopping: ChatModel = {
      ...weak,
      async *stream(chat, signal) {
        for await (const part of weak.stream(chat, signal)) {
          yield part;
          controller.abort();
        }
      },
    };
    const models = { strong: modelOf('strong', [text('Strong.')]), weak: stopping };
    const { request, deps, ledger } = setting({
      signal: controller.signal,
      drafts: draftsFrom(twenty),
      pair: { kind: 'call', models },
    });
    const parts = await partsOf(answer(request, deps));
    expect(parts.flatMap((part) => (part.type === 'text' ? [part.text] : []))).toEqual(['Half a']);
    expect(ledger.entries.map(({ outcome }) => outcome)).toEqual([{ kind: 'cancelled' }]);
  });

  test('that failed for good is told, with what had arrived', async () => {
    const { ref } = modelOf('weak', []);
    const refused = modelOf('weak', [text('No')], new ProviderError(ref, { code: 'wrong-key', status: 401 }));
    const { parts } = await answerWith(refused, twenty);
    expect(parts.map(({ type }) => type)).toEqual(['decision', 'text', 'failed', 'finished']);
  });
});

test('until twenty drafts are on record the router decides, and the weak model’s answers are put there', async () => {
  const few = twenty.slice(1);
  const { reasons, drafts } = await answerWith(modelOf('weak', answerOfWeak(-0.05)), few);
  expect(reasons).toEqual(['win-rate-below-threshold']);
  expect(drafts.added).toEqual([-0.05]);
  expect((await answerWith(modelOf('weak', []), few, 0.9)).reasons).toEqual(['win-rate-reaches-threshold']);
});

test('who asks for the strong model gets no draft', async () => {
  const { request, deps } = setting({ drafts: draftsFrom(twenty) });
  const parts = await partsOf(answer({ ...request, wish: { side: 'strong', lasts: 'this-prompt' } }, deps));
  expect(parts[0]).toMatchObject({ decision: { model: 'strong', reason: { code: 'chosen' } } });
});

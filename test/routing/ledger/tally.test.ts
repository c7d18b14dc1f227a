import { describe, expect, test } from 'vitest';
import type { Entry } from '../../../src/routing/ledger/ledger';
import {
  addSums,
  emptyBinSums,
  emptySums,
  modelKey,
  type Sums,
  sumNames,
} from '../../../src/routing/ledger/tally';
import { entryWith } from '../../node/ledger/entries';
import { tallyOf } from './tallies';

const { decision, pair, usage } = entryWith();
const prices = { strong: 4_000_000, weak: 500_000 };
const strongly = { ...decision, model: 'strong' } as const;

/** The sums of a single call. */
function sumsOf(changes: Partial<Entry>): Sums | undefined {
  return tallyOf([entryWith({ usage: counted, outputPrices: prices, ...changes })]).cells[0]?.sums;
}
const counted = {
  inputTokens: 30,
  cachedInputTokens: 7,
  outputTokens: 5,
  reasoningTokens: 2,
  source: 'measured',
} as const;
/** What every whole call with these tokens adds, whoever answers. */
const always = {
  ...emptySums(),
  calls: 1,
  requests: 1,
  ok: 1,
  inputTokens: 30,
  cachedInputTokens: 7,
  outputTokens: 5,
  reasoningTokens: 2,
  routingMs: 4,
  paid: 3,
  priced: 1,
  pricedRequests: 1,
  spent: 3,
  strongCost: 20,
  weakCost: 2,
};
const money = { cost: 3, alwaysStrongCost: 20, alwaysWeakCost: 2 };

describe('a call adds', () => {
  test('by the weak model: a comparison that takes the strong one’s price of a token', () => {
    expect(sumsOf(money)).toEqual({
      ...always,
      comparedLonger: 1,
      strongPrice: 4,
      strongPriceTokens: 20,
      strongPriceSquares: 16,
    });
  });

  test('by the strong model: its own comparison, and the weak one’s price of a token', () => {
    expect(sumsOf({ ...money, decision: strongly })).toEqual({
      ...always,
      strong: 1,
      pricedStrong: 1,
      comparedOwn: 1,
      weakPrice: 0.5,
      weakPriceTokens: 2.5,
    });
  });

  test('broken off: a comparison by the tokens there were, and no price', () => {
    expect(sumsOf({ ...money, outcome: { kind: 'cancelled' } })).toEqual({
      ...always,
      ok: 0,
      cancelled: 1,
      comparedSame: 1,
    });
  });

  test('asked again: a retry, which stands for no comparison with the strong model', () => {
    const again = { ...money, retryOf: 'first', alwaysStrongCost: 0, alwaysWeakCost: 0 };
    const none = { outputPrices: { strong: null, weak: null } };
    const sums = { ...always, retries: 1, strongCost: 0, weakCost: 0 };
    expect(sumsOf({ ...again, ...none })).toEqual(sums);
    expect(sumsOf({ ...again, ...none, decision: strongly })).toEqual({
      ...sums,
      strong: 1,
      pricedStrong: 1,
    });
  });

  test('that another call took the place of: no request', () => {
    const fell = { ...money, outcome: { kind: 'fell-back', code: 'rate-limited' } } as const;
    const sums = { ...always, requests: 0, pricedRequests: 0, ok: 0, 'fell-back': 1, comparedSame: 1 };
    expect(sumsOf(fell)).toEqual(sums);
    expect(sumsOf({ ...fell, decision: strongly })).toEqual(sums);
  });

  test.each(['cost', 'alwaysStrongCost', 'alwaysWeakCost'] as const)(
    'without a known %s: no money, but what was paid for all that',
    (unknown) => {
      const { calls, requests, ok, inputTokens, cachedInputTokens, outputTokens } = always;
      expect(sumsOf({ ...money, [unknown]: null })).toEqual({
        ...emptySums(),
        ...{ calls, requests, ok, inputTokens, cachedInputTokens, outputTokens },
        reasoningTokens: 2,
        routingMs: 4,
        paid: unknown === 'cost' ? 0 : 3,
      });
    },
  );

  test('with tokens that were estimated: one of those', () => {
    expect(sumsOf({ usage: { ...counted, source: 'estimated' } })?.estimatedUsage).toBe(1);
    expect(sumsOf({})?.estimatedUsage).toBe(0);
  });

  test('in practice: itself alone', () => {
    expect(sumsOf({ ...money, kind: 'practice' })).toEqual({ ...emptySums(), calls: 1 });
  });
});

describe('cells', () => {
  test('are apart by day, door, language, models, side and kind, and alike calls share one', () => {
    const other = { ...pair, weak: { ...pair.weak, model: 'cheaper' } };
    const kinds = [
      entryWith(),
      entryWith({ time: '2026-11-25T09:30:00.000Z' }),
      entryWith({ door: 'server' }),
      entryWith({ languageId: 'rust' }),
      entryWith({ pair: other }),
      entryWith({ decision: strongly }),
      entryWith({ kind: 'practice' }),
      entryWith({ kind: 'practice', decision: strongly }),
    ];
    const { cells } = tallyOf([...kinds, ...kinds]);
    const first = { day: '2026-11-24', kind: 'call', door: 'sidebar', languageId: null, pair, side: 'weak' };
    expect(cells.map(({ sums: _, ...names }) => names)).toEqual([
      first,
      { ...first, day: '2026-11-25' },
      { ...first, door: 'server' },
      { ...first, languageId: 'rust' },
      { ...first, pair: other },
      { ...first, side: 'strong' },
      { ...first, kind: 'practice' },
      { ...first, kind: 'practice', side: 'strong' },
    ]);
    expect(cells.map(({ sums }) => sums.calls)).toEqual(Array(8).fill(2));
  });

  test('are added sum by sum', () => {
    const one = emptySums();
    const more = emptySums();
    for (const [index, name] of sumNames.entries()) more[name] = index + 1;
    addSums(one, more);
    addSums(one, more);
    expect(sumNames.map((name) => one[name])).toEqual(sumNames.map((_, index) => 2 * (index + 1)));
  });
});

describe('win rates', () => {
  const binsOf = (...changes: Partial<Entry>[]) => tallyOf(changes.map((each) => entryWith(each))).bins;
  const scored = (winRate: number | null) => ({ decision: { ...decision, winRate } });

  test('are sorted into hundredths, the highest into the last', () => {
    const bins = binsOf(...[0, 0.0099, 0.01, 0.5, 0.999, 1].map(scored));
    expect(bins.map(({ bin, sums }) => [bin, sums.prompts])).toEqual([
      [0, 2],
      [1, 1],
      [50, 1],
      [99, 2],
    ]);
  });

  test('are counted once a prompt: not of a call that repeats one, gave way or had none', () => {
    expect(
      binsOf(
        scored(null),
        { retryOf: 'first' },
        { outcome: { kind: 'fell-back', code: 'overloaded' } },
        { outcome: { kind: 'replaced' } },
        { kind: 'practice' },
      ),
    ).toEqual([]);
  });

  test('are apart by day, models, router and its version', () => {
    const versioned = { decision: { ...decision, routerVersion: 'abc' } };
    const other = { ...pair, strong: { ...pair.strong, model: 'dearer' } };
    const bins = binsOf(
      {},
      { time: '2026-11-25T09:30:00.000Z' },
      { pair: other },
      { decision: { ...decision, router: 'mf' } },
      versioned,
      versioned,
    );
    const first = { day: '2026-11-24', pair, router: 'default', version: null, bin: 25 };
    expect(bins.map(({ sums: _, ...names }) => names)).toEqual([
      first,
      { ...first, day: '2026-11-25' },
      { ...first, pair: other },
      { ...first, router: 'mf' },
      { ...first, version: 'abc' },
    ]);
    expect(bins.map(({ sums }) => sums.prompts)).toEqual([1, 1, 1, 1, 2]);
  });

  test('have the money of prompts that a slider moves: priced ones that no person decided', () => {
    const priced = { ...money, usage: counted, outputPrices: prices };
    const [weak] = binsOf(priced);
    expect(weak?.sums).toEqual({
      ...emptyBinSums(),
      prompts: 1,
      moved: 1,
      spent: 3,
      strongCost: 20,
      weakCost: 2,
      strongPrice: 4,
      strongPriceTokens: 20,
    });
    const chosen = { ...decision, reason: { code: 'chosen', lasts: 'this-prompt' } as const };
    const [fixed] = binsOf({ ...priced, decision: chosen }, { ...priced, cost: null });
    expect(fixed?.sums).toEqual({ ...emptyBinSums(), prompts: 2 });
  });
});

describe('lengths', () => {
  const answerOf = (outputTokens: number, changes: Partial<Entry> = {}) =>
    entryWith({ usage: { ...usage, outputTokens }, ...changes });

  test('are of whole answers that the provider counted', () => {
    const { lengths } = tallyOf([
      answerOf(10),
      answerOf(20, { outcome: { kind: 'replaced' } }),
      answerOf(100, { outcome: { kind: 'cancelled' } }),
      answerOf(100, { usage: { ...usage, source: 'estimated' } }),
      answerOf(100, { kind: 'practice' }),
    ]);
    expect([...lengths]).toEqual([
      [modelKey(pair.weak), { ref: pair.weak, answers: 2, tokens: 30, squares: 500 }],
    ]);
  });

  test('of one model add up over its pairs, on either side', () => {
    const turned = { strong: pair.weak, weak: pair.strong };
    const { lengths } = tallyOf([
      answerOf(10),
      answerOf(20, { pair: turned, decision: strongly }),
      answerOf(30, { pair: turned }),
    ]);
    expect([...lengths.values()]).toEqual([
      { ref: pair.weak, answers: 2, tokens: 30, squares: 500 },
      { ref: pair.strong, answers: 1, tokens: 30, squares: 900 },
    ]);
  });

  test('are of a model at one address', () => {
    const elsewhere = { ...pair.weak, baseUrl: 'http://localhost:11434/v1' };
    const { lengths } = tallyOf([answerOf(10), answerOf(20, { pair: { ...pair, weak: elsewhere } })]);
    expect(lengths.size).toBe(2);
  });
});

test('the first call is the earliest, wherever it stands; practice is none', () => {
  const at = (time: string, changes: Partial<Entry> = {}) => entryWith({ time, ...changes });
  const earliest = '2026-11-23T08:00:00.000Z';
  const tally = tallyOf([
    at('2026-11-24T09:30:00.000Z'),
    at(earliest),
    at('2026-11-25T09:30:00.000Z'),
    at('2026-11-01T09:30:00.000Z', { kind: 'practice' }),
  ]);
  expect(tally.firstCall).toBe(earliest);
  expect(tallyOf([at(earliest, { kind: 'practice' })]).firstCall).toBeUndefined();
});

import { describe, expect, test } from 'vitest';
import type { Side, Usage } from '../../../src/routing/chat';
import type { Entry } from '../../../src/routing/ledger/ledger';
import { costAt, costOfRouting, type Price } from '../../../src/routing/ledger/pricing';
import { spendAt } from '../../../src/routing/report/redecision';
import { hasPrices } from '../../../src/routing/report/report';
import { entryWith } from '../../node/ledger/entries';
import { reportFrom, tallyOf } from '../ledger/tallies';

/** Dollars a token at most, so that sums can be made in one's head. */
const prices: Record<Side, Price> = {
  strong: { inputPerMillion: 2e6, cachedInputPerMillion: 1e6, outputPerMillion: 10e6 },
  weak: { inputPerMillion: 1e6, cachedInputPerMillion: 0.5e6, outputPerMillion: 2e6 },
};
const tokens = (inputTokens: number, outputTokens: number, cachedInputTokens = 0): Usage => ({
  inputTokens,
  cachedInputTokens,
  outputTokens,
  source: 'measured',
});

/** A call as the flow records it, without any time spent on deciding. */
function call(model: Side, usage: Usage, changes: Partial<Entry> = {}): Entry {
  return entryWith({
    usage,
    cost: costAt(prices[model], usage),
    alwaysStrongCost: costAt(prices.strong, usage),
    alwaysWeakCost: costAt(prices.weak, usage),
    outputPrices: { strong: prices.strong.outputPerMillion, weak: prices.weak.outputPerMillion },
    decision: { ...entryWith().decision, model, ms: 0 },
    ...changes,
  });
}
const none = { alwaysStrongCost: 0, alwaysWeakCost: 0, outputPrices: { strong: null, weak: null } };
const report = (entries: readonly Entry[]) => reportFrom([tallyOf(entries)]);

describe('by hand', () => {
  test('cached tokens are priced as cached', () => {
    // Weak: 6 fresh at 1, 4 cached at 0.5, 1 out at 2. Strong: 6 × 2 + 4 × 1 + 1 × 10.
    expect(report([call('weak', tokens(10, 1, 4))])).toMatchObject({
      spent: 10,
      alwaysStrongCost: 26,
      saved: 16,
      cachedInputTokens: 4,
    });
  });

  test('what was cancelled is compared by the tokens there were', () => {
    // 30 answers of the strong model, 100 tokens long, say nothing of where a person would have stopped it.
    const own = Array.from({ length: 30 }, () => call('strong', tokens(0, 100)));
    const cancelled = call('weak', tokens(5, 2), { outcome: { kind: 'cancelled' } });
    const { basis, saved, outcomes } = report([...own, cancelled]);
    // Strong 10 + 20, weak 5 + 4.
    expect(saved).toBeCloseTo(21, 9);
    expect(basis).toMatchObject({ own: 30, expectedLength: 0, sameTokens: 1 });
    expect(outcomes).toMatchObject({ ok: 30, cancelled: 1 });
  });

  test('what was asked again costs what it costs, and saves nothing', () => {
    const first = call('weak', tokens(1, 1), { id: 'first' });
    const again = call('strong', tokens(1, 1), { id: 'again', retryOf: 'first', ...none });
    // Spent 3 + 12, always-strong 12 once.
    expect(report([first, again])).toMatchObject({
      spent: 15,
      alwaysStrongCost: 12,
      alwaysWeakCost: 3,
      saved: -3,
      retries: 1,
      calls: 2,
    });
  });

  test('a call that fell back is one request with the one that answered', () => {
    const broken = call('strong', tokens(0, 0), {
      outcome: { kind: 'fell-back', code: 'rate-limited' },
      ...none,
    });
    expect(report([broken, call('weak', tokens(1, 1))])).toMatchObject({
      requests: 1,
      strong: 0,
      calls: 2,
      spent: 3,
      alwaysStrongCost: 12,
      saved: 9,
    });
  });

  test('a draft that was replaced costs on top of the answer', () => {
    const draft = call('weak', tokens(1, 1), {
      outcome: { kind: 'replaced' },
      alwaysStrongCost: 0,
      outputPrices: { strong: null, weak: 2e6 },
    });
    const answer = call('strong', tokens(1, 2), {
      alwaysWeakCost: 0,
      outputPrices: { strong: 10e6, weak: null },
    });
    // 3 for the draft and 22 for the answer, where always-strong pays 22 and always-weak 3.
    expect(report([draft, answer])).toMatchObject({
      requests: 1,
      spent: 25,
      alwaysStrongCost: 22,
      alwaysWeakCost: 3,
      saved: -3,
      strongShare: 1,
    });
  });

  test('an unknown price leaves a call out of all money, and is counted', () => {
    const unknown = call('weak', tokens(1, 1), {
      alwaysStrongCost: null,
      outputPrices: { strong: null, weak: 2e6 },
    });
    const found = report([unknown, call('weak', tokens(1, 1))]);
    expect(found).toMatchObject({ calls: 2, priced: 1, unpriced: 1, spent: 3, saved: 9 });
    const alone = report([unknown]);
    expect(hasPrices(alone)).toBe(false);
    expect(alone.interval).toBeNull();
    expect(alone.control).toBeNull();
  });

  test('routing costs the time it took', () => {
    const hour = 3_600_000;
    const slow = call('strong', tokens(1, 1));
    const { saved, routingCost } = report([{ ...slow, decision: { ...slow.decision, ms: hour } }]);
    // 15 watts for an hour at $0.30 a kilowatt-hour.
    expect(routingCost).toBeCloseTo(0.0045, 12);
    expect(saved).toBeCloseTo(-0.0045, 12);
  });

  test('a price that changed does not rewrite the past', () => {
    const before = call('weak', tokens(1, 1));
    const after = { ...call('weak', tokens(1, 1)), alwaysStrongCost: 100, outputPrices: null };
    const { outputPrices: _, ...dearer } = after;
    expect(report([before, dearer]).alwaysStrongCost).toBe(112);
  });
});

describe('always-strong', () => {
  test('is priced by the length of the strong model’s own answers, as far as they are many', () => {
    const own = Array.from({ length: 10 }, () => call('strong', tokens(0, 30)));
    const { alwaysStrongCost, basis } = report([...own, call('weak', tokens(0, 10))]);
    // Ten answers weigh half: 20 tokens are expected, at 10 each.
    expect(alwaysStrongCost).toBeCloseTo(10 * 300 + 200, 9);
    const { strong, weak } = entryWith().pair;
    expect(basis.lengths).toEqual([
      { ref: strong, answers: 10, mean: 30, weight: 0.5 },
      { ref: weak, answers: 1, mean: 10, weight: 1 / 11 },
    ]);
  });

  test('does not learn from tokens that nobody counted, nor from answers broken off', () => {
    const guessed = call('strong', { ...tokens(0, 1000), source: 'estimated' });
    const broken = call('strong', tokens(0, 1000), { outcome: { kind: 'cancelled' } });
    const { basis } = report([guessed, broken, call('weak', tokens(0, 10))]);
    expect(basis.lengths[0]).toMatchObject({ answers: 0, mean: null, weight: 0 });
  });

  test('may be off by so much as answers scatter, and is not where it answered itself', () => {
    expect(report([call('strong', tokens(1, 1))]).interval).toEqual({ low: 0, high: 0 });
    const { saved, interval } = report([call('weak', tokens(0, 10))]);
    // Nothing is known: 264 tokens either way, at 10 each, and a mean as sure as ten answers make it.
    const reach = 1.96 * 264 * 10 * Math.sqrt(1 + 1 / 10);
    expect(interval?.low).toBeCloseTo(saved - reach, 6);
    expect(interval?.high).toBeCloseTo(saved + reach, 6);
  });
});

test('the interval holds the truth about as often as it says', () => {
  // Strong answers are 100 to 500 tokens, evenly; seeds make it the same every time.
  const next = (seed: number) => (seed * 48_271) % 2_147_483_647;
  let seed = 7;
  const length = () => {
    seed = next(seed);
    return 100 + (400 * seed) / 2_147_483_647;
  };
  let held = 0;
  const rounds = 300;
  for (let round = 0; round < rounds; round++) {
    const own = Array.from({ length: 60 }, () => call('strong', tokens(0, length())));
    const weak = Array.from({ length: 60 }, () => call('weak', tokens(0, 300)));
    const truth = weak.reduce((sum, { cost }) => sum + 10 * length() - (cost ?? 0), 0);
    const { interval } = report([...own, ...weak]);
    if (interval !== null && truth >= interval.low && truth <= interval.high) held++;
  }
  expect(held / rounds).toBeGreaterThan(0.92);
  expect(held / rounds).toBeLessThan(0.985);
});

test('a lot at the same share is expected to cost the mean of both by that share', () => {
  const entries = [
    call('strong', tokens(1, 1)),
    ...[1, 2, 3].map(() => call('weak', tokens(1, 1), { outcome: { kind: 'cancelled' } })),
  ];
  // Always-strong 48, always-weak 12.
  expect(report(entries).control).toEqual({ strongShare: 0.25, randomCost: 21, randomSaved: 27 });
});

test('the quality kept is that of the router that decided most, if its weights were tested', () => {
  const decided = (routerVersion: string) => {
    const entry = call('weak', tokens(1, 1));
    return { ...entry, decision: { ...entry.decision, routerVersion } };
  };
  expect(report([call('strong', tokens(1, 1)), call('weak', tokens(1, 1))]).quality).toEqual({
    pgr: 0.6,
    low: 0.5,
    high: 0.7,
    router: 'default',
    strongShare: 0.5,
    randomPgr: 0.5,
    requests: 2,
  });
  expect(report([decided('abc')]).quality).toMatchObject({ pgr: 0 });
  expect(report([decided('other')]).quality).toBeNull();
});

describe('the slider’s last month', () => {
  const scored = (winRate: number, changes: Partial<Entry> = {}) => {
    const entry = call('weak', tokens(1, 1), { outcome: { kind: 'cancelled' }, ...changes });
    return { ...entry, decision: { ...entry.decision, winRate } };
  };
  const chosen = scored(0.95);
  const entries = [
    ...[0.1, 0.2, 0.3, 0.4].map((winRate) => scored(winRate)),
    {
      ...chosen,
      decision: { ...chosen.decision, reason: { code: 'chosen', lasts: 'this-prompt' } as const },
    },
    scored(0.9, { time: '2026-10-01T00:00:00.000Z' }),
  ];

  test('decides the prompts of 30 days anew, but for those that a person decided', () => {
    const { slider } = report(entries);
    expect(slider).toMatchObject({
      from: '2026-10-26',
      to: '2026-11-24',
      redecision: { fixedSpent: 3, fixedCalls: 1, spent: 15 },
    });
    // A strong answer is 12, a weak one 3.
    expect(slider?.stops.map(({ spent }) => spent).filter((_, stop) => stop % 5 === 0)).toEqual([
      15, 24, 33, 42, 51,
    ]);
    expect(slider && spendAt(0.125, slider.redecision)).toBeCloseTo(19.5, 9);
  });

  test('sends the highest win rates first', () => {
    const dear = call('weak', tokens(1, 10), { outcome: { kind: 'cancelled' } });
    const { slider } = report([scored(0.1), { ...dear, decision: { ...dear.decision, winRate: 0.8 } }]);
    expect(slider && spendAt(0.5, slider.redecision)).toBeCloseTo(102 + 3, 9);
  });

  test('the histogram has each prompt once, and those chosen', () => {
    const [histogram] = report(entries).winRates;
    expect(histogram?.prompts).toBe(6);
    expect(histogram?.bins[95]).toBe(1);
  });
});

test('a call is on its day where the user is', () => {
  const late = call('weak', tokens(1, 1), { time: '2026-11-24T23:30:00.000Z' });
  const tokyo = (time: string) => new Date(time).toLocaleDateString('sv-SE', { timeZone: 'Asia/Tokyo' });
  expect(reportFrom([tallyOf([late], tokyo)]).days.map(({ day }) => day)).toEqual(['2026-11-25']);
});

test('nothing has no share, no interval and no control', () => {
  expect(report([])).toMatchObject({
    requests: 0,
    strongShare: null,
    saved: 0,
    recorded: null,
    interval: null,
    control: null,
    quality: null,
    slider: null,
    days: [],
  });
  expect(costOfRouting(0)).toBe(0);
});

import { describe, expect, test } from 'vitest';
import type { ModelRef } from '../../../src/routing/chat';
import { costOfComingDown } from '../../../src/routing/conversation/switchingCost';
import { type CostOf, costAt } from '../../../src/routing/ledger/pricing';

const ref = (model: string): ModelRef => ({ provider: 'openai', baseUrl: 'https://api.example/v1', model });
const pair = { strong: ref('strong'), weak: ref('weak') };
/** US dollars a million tokens: 5, 0.5 cached, 25; and 1, 0.1 cached, 5. */
const costOf: CostOf = ({ model }, usage) => {
  const unit = model === 'strong' ? 5 : 1;
  return costAt(
    { inputPerMillion: unit, cachedInputPerMillion: unit / 10, outputPerMillion: 5 * unit },
    usage,
  );
};
const now = 10_000_000;
const turn = {
  inputTokens: 10_400,
  outputTokens: 264,
  cached: { strong: { tokens: 10_000, at: now - 1_000 } },
  now,
};

describe('coming down from the strong model', () => {
  test('saves the difference of the two calls, caches counted, and loses what the cache is worth', () => {
    // staying 10,000 × 0.5 + 400 × 5 + 264 × 25 = 13,600; going 10,400 × 1 + 264 × 5 = 11,720 millionths
    expect(costOfComingDown(turn, pair, costOf)?.saving).toBeCloseTo(0.00188, 12);
    // 10,000 × (5 − 0.5)
    expect(costOfComingDown(turn, pair, costOf)?.cacheWorth).toBeCloseTo(0.045, 12);
  });

  test('saves more where the weak model still has the conversation, too', () => {
    const cached = { ...turn.cached, weak: { tokens: 9_000, at: now - 60_000 } };
    // going 9,000 × 0.1 + 1,400 × 1 + 264 × 5 = 3,620
    expect(costOfComingDown({ ...turn, cached }, pair, costOf)?.saving).toBeCloseTo(0.00998, 12);
  });

  test('loses nothing once the endpoint has forgotten, after five minutes', () => {
    const cached = { strong: { tokens: 10_000, at: now - 300_001 } };
    expect(costOfComingDown({ ...turn, cached }, pair, costOf)).toBeUndefined();
  });

  test('loses no more of a cache than the request has tokens', () => {
    const cached = { strong: { tokens: 50_000, at: now } };
    expect(costOfComingDown({ ...turn, cached }, pair, costOf)?.cacheWorth).toBeCloseTo(10_400 * 4.5e-6, 12);
  });

  test('is not reckoned with prices that nobody knows', () => {
    const unknown: CostOf = (model, usage) => (model.model === 'weak' ? undefined : costOf(model, usage));
    expect(costOfComingDown(turn, pair, unknown)).toBeUndefined();
  });
});

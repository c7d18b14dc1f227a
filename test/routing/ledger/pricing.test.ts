import fc from 'fast-check';
import { expect, test } from 'vitest';
import { costAt, costOfRouting, estimateTokens, outputPriceOf } from '../../../src/routing/ledger/pricing';

const price = { inputPerMillion: 3, cachedInputPerMillion: 0.3, outputPerMillion: 15 };

test('fresh input, cached input and output each cost their own price', () => {
  const usage = {
    inputTokens: 12_000,
    cachedInputTokens: 10_000,
    outputTokens: 400,
    source: 'measured',
  } as const;
  // 2,000 × 3 + 10,000 × 0.30 + 400 × 15 dollars, a millionth of it
  expect(costAt(price, usage)).toBeCloseTo(0.006 + 0.003 + 0.006, 12);
});

test('no tokens cost nothing', () => {
  const none = { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, source: 'estimated' } as const;
  expect(costAt(price, none)).toBe(0);
});

test('two calls cost as much as one with the tokens of both', () => {
  const count = fc.nat({ max: 1_000_000 });
  const usage = fc
    .record({ fresh: count, cached: count, output: count })
    .map(({ fresh, cached, output }) => ({
      inputTokens: fresh + cached,
      cachedInputTokens: cached,
      outputTokens: output,
      source: 'measured' as const,
    }));
  fc.assert(
    fc.property(usage, usage, (a, b) => {
      const both = {
        inputTokens: a.inputTokens + b.inputTokens,
        cachedInputTokens: a.cachedInputTokens + b.cachedInputTokens,
        outputTokens: a.outputTokens + b.outputTokens,
        source: 'measured' as const,
      };
      expect(costAt(price, both)).toBeCloseTo(costAt(price, a) + costAt(price, b), 9);
    }),
  );
});

test.each([
  [0, 0],
  [1, 1],
  [4, 1],
  [5, 2],
])('%i characters are about %i tokens', (characters, tokens) => {
  expect(estimateTokens(characters)).toBe(tokens);
});

test('a million more output tokens cost the difference to the call itself', () => {
  const ref = { provider: 'openai', baseUrl: 'https://api.example/v1', model: 'dear' } as const;
  const usage = { inputTokens: 10, cachedInputTokens: 4, outputTokens: 7, source: 'measured' } as const;
  expect(outputPriceOf((_, used) => costAt(price, used), ref, usage)).toBeCloseTo(15, 9);
  // A price that changes with the length of the answer, and one that is known for short answers or for long ones alone.
  expect(outputPriceOf((_, used) => (used.outputTokens > 7 ? 50 : 20), ref, usage)).toBe(30);
  expect(outputPriceOf((_, used) => (used.outputTokens > 7 ? undefined : 20), ref, usage)).toBeNull();
  expect(outputPriceOf((_, used) => (used.outputTokens > 7 ? 50 : undefined), ref, usage)).toBeNull();
  expect(outputPriceOf(() => undefined, ref, usage)).toBeNull();
});

test('an hour of deciding costs 15 watt-hours at 30 cents a kilowatt-hour', () => {
  expect(costOfRouting(3_600_000)).toBeCloseTo(0.0045, 12);
  expect(costOfRouting(0)).toBe(0);
});

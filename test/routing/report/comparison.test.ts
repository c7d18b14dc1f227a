import { expect, test } from 'vitest';
import { compare, comparisonVariance, learnLengths } from '../../../src/routing/report/comparison';
import { entryWith } from '../../node/ledger/entries';
import { tallyOf } from '../ledger/tallies';

const { pair } = entryWith();

/** Whole answers of the strong model, of so many tokens each. */
const answersOf = (...lengths: number[]) =>
  tallyOf(
    lengths.map((outputTokens) =>
      entryWith({
        decision: { ...entryWith().decision, model: 'strong' },
        usage: { inputTokens: 1, cachedInputTokens: 0, outputTokens, source: 'measured' },
      }),
    ),
  );

test('lengths are learnt from all parts of the ledger, and scatter about their mean', () => {
  const length = learnLengths([answersOf(100, 300), answersOf(200)])(pair.strong);
  // 20,000 about the mean of 200, and ten answers' worth of 264² that are not known yet.
  const variance = (20_000 + 10 * 264 ** 2) / 13;
  expect(length).toEqual({ ref: pair.strong, answers: 3, mean: 200, weight: 3 / 13, variance });
});

test('of a model that never answered nothing is known but the paper’s mean', () => {
  expect(learnLengths([answersOf(100)])(pair.weak)).toEqual({
    ref: pair.weak,
    answers: 0,
    mean: null,
    weight: 0,
    variance: 264 ** 2,
  });
});

const sums = {
  strongCost: 10,
  weakCost: 1,
  strongPrice: 0.02,
  strongPriceTokens: 3,
  weakPrice: 0.001,
  weakPriceTokens: 0.4,
};

test('each model’s cost moves by its own length, as far as that is known', () => {
  const lengthOf = (ref: typeof pair.strong) =>
    ref.model === pair.strong.model ? { mean: 400, weight: 0.5 } : { mean: 100, weight: 0.25 };
  const both = compare(sums, pair, lengthOf);
  expect(both.strong).toBeCloseTo(10 + 0.5 * (400 * 0.02 - 3), 12);
  expect(both.weak).toBeCloseTo(1 + 0.25 * (100 * 0.001 - 0.4), 12);
});

test('without a known length the tokens stay as they were', () => {
  expect(compare(sums, pair, () => ({ mean: null, weight: 0 }))).toEqual({ strong: 10, weak: 1 });
});

test('an estimate is off by each answer’s scatter, and together by that of the mean', () => {
  const known = { ref: pair.strong, answers: 30, mean: 200, weight: 0.75, variance: 100 };
  expect(comparisonVariance({ sum: 4, squares: 2 }, known)).toBeCloseTo(100 * (2 + 16 / 40), 12);
});

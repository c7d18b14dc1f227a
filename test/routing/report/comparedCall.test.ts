import { expect, test } from 'vitest';
import { compareCall } from '../../../src/routing/report/comparedCall';
import { entryWith } from '../../node/ledger/entries';

/** Deciding took 4 ms: 15 watts at $0.30 a kilowatt-hour. */
const routingCost = 5e-9;
const { pair } = entryWith();

test.each([
  ['the weak model saves the difference', 0.001, 0.02, 0.019],
  ['the strong model saves nothing', 0.02, 0.02, 0],
  ['a weak model that is dearer loses', 0.03, 0.02, -0.01],
])('%s, less what deciding took', (_, cost, alwaysStrongCost, difference) => {
  const compared = compareCall(entryWith({ cost, alwaysStrongCost }), { lengths: [] });
  expect(compared?.saved).toBeCloseTo(difference - routingCost, 12);
});

test.each([
  ['without a known price', { cost: null }],
  ['whose strong model has no known price', { alwaysStrongCost: null }],
  ['whose weak model has none', { alwaysWeakCost: null }],
  ['for practice', { kind: 'practice' }],
] as const)('a call %s is in no sum', (_, changes) => {
  expect(compareCall(entryWith(changes), { lengths: [] })).toBeNull();
});

test('the strong model’s answer is priced by the length that is expected of it', () => {
  // Half of 450 tokens and half of the 50 that the weak one took: 200 more, at $100 a million.
  const lengths = [
    { ref: pair.weak, answers: 30, mean: 7, weight: 0.75 },
    { ref: pair.strong, answers: 10, mean: 450, weight: 0.5 },
  ];
  const entry = entryWith({ outputPrices: { strong: 100, weak: 1 } });
  expect(compareCall(entry, { lengths })).toEqual({
    alwaysStrongCost: expect.closeTo(0.04, 12),
    alwaysWeakCost: 0.001,
    routingCost: expect.closeTo(routingCost, 15),
    saved: expect.closeTo(0.039 - routingCost, 12),
  });
});

import { expect, it } from 'vitest';
import { createMfRouter, createMfScore, parseMfWeights } from '../../../src/routing/routers/mf';
import { mfJson, pack, sigmoid } from './weightsFiles';

// δ(large, q) = 1·(q₀ + 0.5), δ(small, q) = 3·(2q₁ − 1)
const embedding = Float32Array.of(0.25, 0.5, -1);
const score = 0.75 - 0;

it('scores the strong tier above the weak one as the factorisation says', () => {
  expect(createMfScore(parseMfWeights(mfJson))(embedding)).toBeCloseTo(score, 6);
});

it('keeps every tier, so that another pair can be chosen', () => {
  const weights = parseMfWeights(mfJson);
  expect(weights.tiers.map((tier) => tier.models)).toEqual([['large'], ['medium'], ['small', 'smaller']]);
  // δ(medium, q) = 0.6·0.75 + 0.8·0
  expect(createMfScore({ ...weights, weakTiers: [1] })(embedding)).toBeCloseTo(0.75 - 0.45, 6);
});

it('takes the mean of several tiers for one side', () => {
  const score = createMfScore(parseMfWeights({ ...mfJson, strongTiers: [0, 1] }));
  expect(score(embedding)).toBeCloseTo((0.75 + 0.45) / 2, 6);
});

it('turns the score into a calibrated win rate', async () => {
  const router = createMfRouter(parseMfWeights(mfJson), async () => ({
    values: embedding,
    unknownShare: 0.25,
  }));
  const { winRate, unknownShare } = await router.winRate('anything');
  expect(winRate).toBeCloseTo(sigmoid(2 * score + 0.5), 6);
  expect(unknownShare).toBe(0.25);
});

it('never reaches a win rate of 1', async () => {
  const sure = { ...mfJson, calibration: { slope: 1, offset: 100 } };
  const router = createMfRouter(parseMfWeights(sure), async () => ({
    values: embedding,
    unknownShare: 0.25,
  }));
  expect((await router.winRate('anything')).winRate).toBe(1 - 1e-6);
});

it('refuses an embedding of another encoder', () => {
  const score = createMfScore(parseMfWeights(mfJson));
  expect(() => score(new Float32Array(4))).toThrow(/3 numbers, not 4/);
});

it.each([
  ['not an object', [], /mf\.json: a JSON object/],
  ['a missing matrix', { ...mfJson, projection: undefined }, /"projection" must be base64/],
  ['a matrix of another size', { ...mfJson, bias: pack(1) }, /"bias" holds 1 numbers, not 2/],
  ['a number that is not finite', { ...mfJson, output: pack(1, Number.NaN) }, /"output".*not finite/],
  ['text that is not base64', { ...mfJson, output: '!!!!' }, /"output".*base64/],
  ['a tier that is not there', { ...mfJson, weakTiers: [2, 3] }, /"weakTiers".*below 3/],
  ['no tier for one side', { ...mfJson, strongTiers: [] }, /"strongTiers"/],
  ['a falling calibration', { ...mfJson, calibration: { slope: -1, offset: 0 } }, /calibration.*"slope"/],
  ['a shape without dimensions', { ...mfJson, shape: [2] }, /"shape"/],
])('names what is wrong: %s', (_, json, message) => {
  expect(() => parseMfWeights(json)).toThrow(message);
});

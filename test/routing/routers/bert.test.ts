import { expect, it } from 'vitest';
import { createBertRouter, parseBertWeights, winScore } from '../../../src/routing/routers/bert';
import { calibration, sigmoid } from './weightsFiles';

const bertJson = { formatVersion: 1, outcomes: ['strong', 'tie', 'weak'], calibration };
const logits = (...shares: number[]) => Float32Array.from(shares, Math.log);

it('counts a tie half', () => {
  expect(winScore(logits(0.5, 0.2, 0.3))).toBeCloseTo(Math.log(0.6 / 0.4), 6);
  expect(winScore(logits(0.1, 0.8, 0.1))).toBeCloseTo(0, 6);
});

it('stays finite however sure the network is', () => {
  expect(winScore(Float32Array.of(1000, 0, -1000))).toBeCloseTo(1000 + Math.LN2, 6);
});

it('calibrates the score and tells how much could not be read', async () => {
  const router = createBertRouter(parseBertWeights(bertJson), async () => ({
    values: logits(0.5, 0.2, 0.3),
    unknownShare: 0.25,
  }));
  expect(await router.winRate('anything')).toEqual({
    winRate: expect.closeTo(sigmoid(2 * Math.log(1.5) + 0.5), 6),
    unknownShare: 0.25,
  });
});

it('refuses another network', async () => {
  const router = createBertRouter(parseBertWeights(bertJson), async () => ({
    values: new Float32Array(384),
    unknownShare: 0,
  }));
  await expect(router.winRate('anything')).rejects.toThrow(/384 logits, not 3/);
});

it.each([
  ['another order of outcomes', { ...bertJson, outcomes: ['weak', 'tie', 'strong'] }, /"outcomes"/],
  ['a falling calibration', { ...bertJson, calibration: { slope: -1, offset: 0 } }, /"slope"/],
])('names what is wrong: %s', (_, json, message) => {
  expect(() => parseBertWeights(json)).toThrow(message);
});

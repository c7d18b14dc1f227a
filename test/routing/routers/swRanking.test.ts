import { expect, it } from 'vitest';
import { fitStrengths, pairsOf } from '../../../src/routing/routers/bradleyTerry';
import {
  createSwRankingRouter,
  createSwRankingScore,
  parseSwRankingWeights,
} from '../../../src/routing/routers/swRanking';
import { calibration, sigmoid } from './weightsFiles';

/** Three training prompts over embeddings of two numbers, and two tiers: one win, one tie, one loss of the stronger. */
const swRankingJson = {
  formatVersion: 1,
  bank: 'swRanking.bin',
  shape: [3, 2, 2],
  parts: [
    { name: 'base', rows: 1 },
    { name: 'golden', rows: 2 },
    { name: 'judge', rows: 0 },
  ],
  used: ['base', 'golden', 'judge'],
  strongTiers: [0],
  weakTiers: [1],
  gamma: 10,
  ridge: 1e-9,
  calibration,
};
const bank = Uint8Array.of(127, 0, 0, 127, 0x100 - 127, 0, 254, 127, 0);

const scoreOf = (json: object, ...embedding: number[]) =>
  createSwRankingScore(
    parseSwRankingWeights({ ...swRankingJson, ...json }),
    bank,
  )(Float32Array.from(embedding));
const logOdds = (won: number, met: number) => Math.log(won / (met - won));

it('weights each prompt by γ to the power of 1 plus its similarity, relative to the greatest', () => {
  // cosines 0.8, 0.6 and −0.8, divided by 0.8
  const omega = [1, 0.75, -1].map((similarity) => 10 ** (1 + similarity));
  const [win = 0, tie = 0, loss = 0] = omega;
  expect(scoreOf({}, 0.8, 0.6)).toBeCloseTo(logOdds(win + tie / 2, win + tie + loss), 6);
});

it('asks for no unit length', () => {
  expect(scoreOf({}, 8, 6)).toBeCloseTo(scoreOf({}, 0.8, 0.6), 6);
});

it('leaves out the parts that are not used, also from the greatest similarity', () => {
  // cosines 0.6 and −0.8 alone remain
  const [tie, loss] = [10 ** 2, 10 ** (1 - 0.8 / 0.6)];
  expect(scoreOf({ used: ['golden'] }, 0.8, 0.6)).toBeCloseTo(logOdds(tie / 2, tie + loss), 6);
});

it('stays finite on a prompt that is like none, and on an embedding of zeros', () => {
  expect(scoreOf({ used: ['base'] }, -1, 0)).not.toBeNaN();
  expect(scoreOf({}, 0, 0)).not.toBeNaN();
});

it('turns the score into a calibrated win rate', async () => {
  const router = createSwRankingRouter(parseSwRankingWeights(swRankingJson), bank, async () => ({
    values: Float32Array.of(0.8, 0.6),
    unknownShare: 0.5,
  }));
  expect(await router.winRate('anything')).toEqual({
    winRate: expect.closeTo(sigmoid(2 * scoreOf({}, 0.8, 0.6) + 0.5), 9),
    unknownShare: 0.5,
  });
});

it('refuses a bank or an embedding of another size', () => {
  const weights = parseSwRankingWeights(swRankingJson);
  expect(() => createSwRankingScore(weights, bank.subarray(1))).toThrow(/swRanking\.bin has 8 bytes, not 9/);
  expect(() => createSwRankingScore(weights, bank)(new Float32Array(3))).toThrow(/2 numbers, not 3/);
});

it('finds the strengths that made the wins', () => {
  const truth = [1.2, 0.3, -0.4, -1.1];
  const won = pairsOf(4).map(([a, b], p) => (p + 1) * sigmoid((truth[a] ?? 0) - (truth[b] ?? 0)));
  const games = { met: Float64Array.of(1, 2, 3, 4, 5, 6), won: Float64Array.from(won) };
  const found = fitStrengths(games, 4, 1e-9);
  for (const [tier, strength] of truth.entries()) expect(found[tier]).toBeCloseTo(strength, 5);
});

it.each([
  ['a missing bank', { bank: undefined }, /swRanking\.json: "bank" must be a text/],
  ['rows that are in no part', { shape: [4, 2, 2] }, /parts have 3 rows, not 4/],
  ['a part that is not there', { used: ['arena'] }, /no part "arena"/],
  ['no rows at all', { used: ['judge'] }, /"used" names no rows/],
  ['a γ of nothing', { gamma: 0 }, /"gamma" must be positive/],
  ['no ridge', { ridge: 0 }, /"ridge" must be positive/],
  ['a tier that is not there', { weakTiers: [2] }, /"weakTiers".*below 2/],
])('names what is wrong: %s', (_, spoilt, message) => {
  expect(() => parseSwRankingWeights({ ...swRankingJson, ...spoilt })).toThrow(message);
});

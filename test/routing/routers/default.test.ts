import { expect, it } from 'vitest';
import type { Assessment } from '../../../src/routing/assessment';
import { paperLevels } from '../../../src/routing/levels';
import {
  calibrationForPair,
  createDefaultRouter,
  defaultWinRate,
  parseDefaultWeights,
} from '../../../src/routing/routers/default';
import { parseLexicalWeights } from '../../../src/routing/routers/lexical';
import { defaultJson, lexicalJson, pack, sigmoid } from './weightsFiles';

const assessment: Assessment = { success: [-3, -1, 1, 2], reasoning: 0.6, kind: 'code' };
const weights = parseDefaultWeights(defaultJson);
/** By hand, of log-odds of success. */
const winRateOf = (strong: number, weak: number, reasoning = 0.6) =>
  sigmoid(-0.5 + 2 * (sigmoid(strong) - sigmoid(weak)) + 0.5 * reasoning);

function routerSaying(embedding: { readonly unknownShare: number; readonly assessment?: Assessment }) {
  const embed = async () => ({ values: new Float32Array(), ...embedding });
  return createDefaultRouter(weights, paperLevels, parseLexicalWeights(lexicalJson), embed);
}

it('weighs the gap between the pair’s chances and the reasoning', async () => {
  const estimate = await routerSaying({ unknownShare: 0, assessment }).winRate('short');
  expect(estimate.winRate).toBeCloseTo(winRateOf(1, -1), 12);
  expect(estimate.assessment).toEqual({
    kind: 'code',
    reasoning: 0.6,
    success: { strong: sigmoid(1), weak: sigmoid(-1) },
    levels: paperLevels,
  });
});

it.each([
  [0.5, 3.5, -2, 2.5],
  [1.25, 1.75, -0.5, 0.5],
  [-1, 2, -5, 1],
])('reads log-odds between levels, and beyond them, off a line: %s and %s', (weak, strong, low, high) => {
  const levels = {
    strong: { level: strong, from: 'name' },
    weak: { level: weak, from: 'name' },
  } as const;
  expect(defaultWinRate(weights, assessment, levels)).toBeCloseTo(winRateOf(high, low), 12);
});

it('leaves a prompt that the encoder cannot read to the lexical trees', async () => {
  const winRate = async (unknownShare: number, prompt: string) =>
    (await routerSaying({ unknownShare, assessment }).winRate(prompt)).winRate;
  expect(await winRate(0.31, 'short')).toBeCloseTo(sigmoid(2 * -1 + 0.5), 12);
  expect(await winRate(1, 'a longer prompt')).toBeCloseTo(sigmoid(2 * 1 + 0.5), 12);
  expect(await winRate(0.3, 'short')).toBeCloseTo(winRateOf(1, -1), 12);
});

it('refuses an encoder that says nothing of success', async () => {
  await expect(routerSaying({ unknownShare: 0 }).winRate('short')).rejects.toThrow(/says nothing of success/);
});

it('calibrates any pair by the sample, each prompt counting by its mass', () => {
  const levels = { strong: { level: 3, from: 'name' }, weak: { level: 0, from: 'name' } } as const;
  const { quantiles, prompts } = calibrationForPair(weights, levels);
  const [easy, hard] = [winRateOf(4, 1, 0), winRateOf(3, -4, 1)];
  expect(prompts).toBe(2);
  expect(quantiles).toHaveLength(1001);
  expect(quantiles[0]).toBeCloseTo(easy, 6);
  // The easy prompt stands at the middle of its three quarters, the hard one at seven eighths.
  expect(quantiles[375]).toBeCloseTo(easy, 6);
  expect(quantiles[625]).toBeCloseTo((easy + hard) / 2, 6);
  expect(quantiles[875]).toBeCloseTo(hard, 6);
  expect(quantiles[1000]).toBeCloseTo(hard, 6);
});

it.each([
  ['no line', { ...defaultJson, winRate: undefined }, /default\.json: winRate: a JSON object/],
  ['a missing weight', { ...defaultJson, winRate: { offset: 1, gap: 2 } }, /winRate: "reasoning"/],
  [
    'a sample of half rows',
    { ...defaultJson, sample: { rows: pack(1, 2, 3) } },
    /sample: "rows" holds 3 numbers/,
  ],
  [
    'a prompt that counts nothing',
    { ...defaultJson, sample: { rows: pack(0, 1, 2, 3, 4, 0) } },
    /positive mass/,
  ],
])('names what is wrong: %s', (_, json, message) => {
  expect(() => parseDefaultWeights(json)).toThrow(message);
});

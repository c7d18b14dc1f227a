import { expect, it } from 'vitest';
import {
  createCausalLlmEndpointRouter,
  createCausalLlmRouter,
  parseCausalLlmWeights,
  ratingRequest,
  winScore,
} from '../../../src/routing/routers/causalLlm';
import { calibration, sigmoid } from './weightsFiles';

const causalLlmJson = { formatVersion: 1, labels: ['1', '2', '3', '4', '5'], calibration };
const logits = (...shares: number[]) => Float32Array.from(shares, Math.log);

it('scores by the odds of the labels 1 to 3 against 4 and 5', () => {
  expect(winScore(logits(0.1, 0.2, 0.3, 0.25, 0.15))).toBeCloseTo(Math.log(0.6 / 0.4), 6);
});

it('needs no probabilities that add up to one', () => {
  expect(winScore(logits(1, 2, 3, 2.5, 1.5))).toBeCloseTo(Math.log(0.6 / 0.4), 6);
});

it('stays finite however sure the network is', () => {
  expect(winScore(Float32Array.of(1000, 0, 0, -1000, -1000))).toBeCloseTo(2000 - Math.LN2, 6);
});

it('calibrates the score', async () => {
  const router = createCausalLlmRouter(parseCausalLlmWeights(causalLlmJson), async () => ({
    values: logits(0.1, 0.2, 0.3, 0.25, 0.15),
    unknownShare: 0,
  }));
  expect(await router.winRate('anything')).toEqual({
    winRate: expect.closeTo(sigmoid(2 * Math.log(1.5) + 0.5), 6),
    unknownShare: 0,
  });
});

it('refuses another network', async () => {
  const router = createCausalLlmRouter(parseCausalLlmWeights(causalLlmJson), async () => ({
    values: new Float32Array(3),
    unknownShare: 0,
  }));
  await expect(router.winRate('anything')).rejects.toThrow(/3 logits, not 5/);
});

it.each([
  ['other labels', { ...causalLlmJson, labels: ['5', '4', '3', '2', '1'] }, /"labels"/],
  ['a falling calibration', { ...causalLlmJson, calibration: { slope: 0, offset: 0 } }, /"slope"/],
])('names what is wrong: %s', (_, json, message) => {
  expect(() => parseCausalLlmWeights(json)).toThrow(message);
});

it.each([
  ['the share of 1 to 3 among the five', [0.1, 0.1, 0.1, 0.2, 0.1], 0.5],
  ['never 1', [0.7, 0, 0, 0, 0], 1 - 1e-6],
  ['0 where the model is sure of the weak one', [0, 0, 0, 0.01, 0.9], 0],
])('takes an endpoint’s probabilities as they come: %s', async (_, probabilities, winRate) => {
  const router = createCausalLlmEndpointRouter(async () => probabilities);
  expect((await router.winRate('anything')).winRate).toBeCloseTo(winRate, 12);
});

it('asks an endpoint about the prompt, of which a long one is cut', () => {
  const [message] = ratingRequest(`begins ${'x'.repeat(10_000)} ends`);
  expect(message?.content).toMatch(/from 1 to 5[\s\S]*<prompt>\nbegins x+\nx+ ends\n<\/prompt>/);
  expect(message?.content.length).toBeLessThan(2600);
});

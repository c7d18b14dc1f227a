import { expect, it } from 'vitest';
import { countFeatures } from '../../../src/routing/features/features';
import { createDefaultRouter, parseDefaultWeights } from '../../../src/routing/routers/default';
import { parseLexicalWeights } from '../../../src/routing/routers/lexical';
import { defaultJson, lexicalJson, pack, sigmoid } from './weightsFiles';

const prompt = 'short';
const landmark = (63 / 127) * 3;

function clipped(value: number): number {
  return Math.max(-3, Math.min(3, value));
}

/** By hand: the gate's say, how familiar the prompt is, and the second expert's kernel over all inputs. */
function gainFor(x: number): number {
  const first = clipped(2 * x);
  const hard = sigmoid(2 * first);
  const counted = countFeatures(prompt).map((count) => clipped(Math.log1p(count)) ** 2);
  const squared = (first - landmark) ** 2 + counted.reduce((sum, value) => sum + value, 0);
  const says = [
    { share: 1 - hard, limits: first ** 2 / 4, gain: 0.1 },
    { share: hard, limits: (first ** 2 - 4 * first) / 8, gain: 0.3 + 0.25 * Math.exp(-squared) },
  ];
  return says.reduce((sum, { share, limits, gain }) => {
    const familiar = sigmoid((1.5 - limits) / 0.5);
    return sum + share * (familiar * gain + (1 - familiar) * 0.2);
  }, 0);
}

/** By hand: one skill, two strong models and a weak one. */
function difficultyFor(x: number) {
  const skill = (3 * (x - 1)) / 2 - 0.5;
  const weak = sigmoid(2 * skill);
  return { gain: (sigmoid(1 + skill) + sigmoid(2 + 0.5 * skill)) / 2 - weak, weakFails: 1 - weak };
}

function scoreFor(x: number): number {
  const { gain, weakFails } = difficultyFor(x);
  return 4 * gainFor(x) + 0.5 * (2 * x <= 1 ? -1 : 1) + 2 * gain + 0.25 * weakFails;
}

function winRateFor(x: number, text = prompt, unknownShare = 0, json: unknown = defaultJson) {
  const lexical = parseLexicalWeights(lexicalJson);
  const embedding = { values: Float32Array.of(x), unknownShare };
  const router = createDefaultRouter(parseDefaultWeights(json), lexical, async () => embedding);
  return router.winRate(text).then(({ winRate }) => winRate);
}

it.each([-2, -0.3, 0, 0.5, 0.7])(
  'adds its parts up by their weights and calibrates the sum, at %s',
  async (x) => {
    expect(await winRateFor(x)).toBeCloseTo(sigmoid(2 * scoreFor(x) + 0.5), 6);
  },
);

it('lets no expert speak of a prompt that is like no kind', async () => {
  const without = { ...defaultJson, blend: { experts: 4, trees: 0, gain: 0, weakFails: 0 } };
  const farOff = await winRateFor(-1.5, prompt, 0, without);
  expect(farOff).toBeCloseTo(sigmoid(2 * 4 * 0.2 + 0.5), 1);
  expect(await winRateFor(-0.5, prompt, 0, without)).toBeLessThan(farOff - 0.03);
});

it('leaves a prompt that the encoder cannot read to the lexical trees, whatever the embedding', async () => {
  expect(await winRateFor(0.5, 'short', 0.31)).toBeCloseTo(sigmoid(2 * -1 + 0.5), 12);
  expect(await winRateFor(-9, 'a longer prompt', 1)).toBeCloseTo(sigmoid(2 * 1 + 0.5), 12);
  expect(await winRateFor(0.5, 'short', 0.3)).toBe(await winRateFor(0.5));
});

it('refuses an embedding of another encoder', async () => {
  const router = createDefaultRouter(
    parseDefaultWeights(defaultJson),
    parseLexicalWeights(lexicalJson),
    async () => ({ values: new Float32Array(7), unknownShare: 0 }),
  );
  await expect(router.winRate('anything')).rejects.toThrow(/not of 7/);
});

const [easy, hard] = defaultJson.experts;

it.each([
  ['a missing share', { ...defaultJson, blend: { trees: 1 } }, /default\.json: blend: "experts"/],
  ['other features', { ...defaultJson, features: ['size'] }, /feature 0 is "size"/],
  ['a missing gate', { ...defaultJson, gate: undefined }, /default\.json: gate: a JSON object/],
  [
    'a spread of nothing',
    { ...defaultJson, gate: { ...defaultJson.gate, spread: defaultJson.gate.center } },
    /"spread" must be positive/,
  ],
  [
    'a gate of other kinds',
    { ...defaultJson, gate: { ...defaultJson.gate, bias: pack(1) } },
    /gate: "bias" holds 1 numbers, not 2/,
  ],
  [
    'half a model',
    { ...defaultJson, difficulty: { ...defaultJson.difficulty, strong: pack(1, 1, 2) } },
    /difficulty: "strong" holds 3 numbers, which are no rows of 2/,
  ],
  [
    'landmarks without their weights',
    { ...defaultJson, experts: [easy, { ...hard, weight: '' }] },
    /expert 1: "weight" holds 0 numbers, not 1/,
  ],
  [
    'no text',
    { ...defaultJson, experts: [{ ...easy, landmarks: '?' }, hard] },
    /expert 0: "landmarks": "\?" is not/,
  ],
])('names what is wrong: %s', (_, json, message) => {
  expect(() => parseDefaultWeights(json)).toThrow(message);
});

import { expect, it } from 'vitest';
import { createDefaultRouter, parseDefaultWeights } from '../../../src/routing/routers/default';
import { parseLexicalWeights } from '../../../src/routing/routers/lexical';
import { defaultJson, itemResponseJson, lexicalJson, pack, sigmoid } from './weightsFiles';

/** For an embedding x the one skill is 3x/2 − 1. */
const gain = (x: number) => sigmoid(2 + (1.5 * x - 1)) - sigmoid(0.5 + 2 * (1.5 * x - 1));

function winRateFor(x: number, prompt: string, unknownShare = 0) {
  const lexical = parseLexicalWeights(lexicalJson);
  const embedding = { values: Float32Array.of(x), unknownShare };
  const router = createDefaultRouter(parseDefaultWeights(defaultJson), lexical, async () => embedding);
  return router.winRate(prompt).then(({ winRate }) => winRate);
}

it('adds the gain and the trees up by their weights and calibrates the sum', async () => {
  expect(await winRateFor(0.5, 'a longer prompt')).toBeCloseTo(sigmoid(2 * (4 * gain(0.5) + 0.5) + 0.5), 6);
  expect(await winRateFor(0.5, 'short')).toBeCloseTo(sigmoid(2 * (4 * gain(0.5) - 0.5) + 0.5), 6);
});

it('holds an extreme input within the clip', async () => {
  expect(await winRateFor(1000, 'short')).toBe(await winRateFor(10, 'short'));
});

it('needs the strong model less where both succeed and where neither does', async () => {
  const [neither, between, both] = await Promise.all([-8, 0, 4].map((x) => winRateFor(x, 'short')));
  expect(between).toBeGreaterThan(neither ?? 1);
  expect(between).toBeGreaterThan(both ?? 1);
});

it('leaves a prompt that the encoder cannot read to the trees, whatever the embedding', async () => {
  expect(await winRateFor(0.5, 'short', 0.31)).toBeCloseTo(sigmoid(2 * -1 + 0.5), 12);
  expect(await winRateFor(-9, 'a longer prompt', 1)).toBeCloseTo(sigmoid(2 * 1 + 0.5), 12);
  expect(await winRateFor(0.5, 'short', 0.3)).toBeCloseTo(sigmoid(2 * (4 * gain(0.5) - 0.5) + 0.5), 6);
});

it('refuses an embedding of another encoder', async () => {
  const router = createDefaultRouter(
    parseDefaultWeights(defaultJson),
    parseLexicalWeights(lexicalJson),
    async () => ({ values: new Float32Array(7), unknownShare: 0 }),
  );
  await expect(router.winRate('anything')).rejects.toThrow(/7 of an embedding/);
});

it.each([
  ['a missing share', { ...defaultJson, blend: { lexical: 1 } }, /default\.json: blend: "itemResponse"/],
  [
    'a missing model',
    { ...defaultJson, itemResponse: undefined },
    /default\.json: itemResponse: a JSON object/,
  ],
  [
    'a spread of nothing',
    { ...defaultJson, itemResponse: { ...itemResponseJson, spread: itemResponseJson.center } },
    /"spread" must be positive/,
  ],
  [
    'a matrix of another size',
    { ...defaultJson, itemResponse: { ...itemResponseJson, ability: pack(1) } },
    /"ability" holds 1 numbers, not 2/,
  ],
])('names what is wrong: %s', (_, json, message) => {
  expect(() => parseDefaultWeights(json)).toThrow(message);
});

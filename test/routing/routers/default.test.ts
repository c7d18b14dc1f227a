import { expect, it } from 'vitest';
import { createDefaultRouter, parseDefaultWeights } from '../../../src/routing/routers/default';
import { parseLexicalWeights } from '../../../src/routing/routers/lexical';
import { defaultJson, itemResponseJson, lexicalJson, pack, sigmoid } from './weightsFiles';

/** For an embedding x the one skill is 3x/2 − 1. */
const gain = (x: number) => sigmoid(2 + (1.5 * x - 1)) - sigmoid(0.5 + 2 * (1.5 * x - 1));

function createRouter(x: number, json: unknown = defaultJson) {
  const lexical = parseLexicalWeights(lexicalJson);
  return createDefaultRouter(parseDefaultWeights(json), lexical, async () => Float32Array.of(x));
}

it('adds the gain and the trees up by their weights and calibrates the sum', async () => {
  const router = createRouter(0.5);
  expect(await router.winRate('a longer prompt')).toBeCloseTo(sigmoid(2 * (4 * gain(0.5) + 0.5) + 0.5), 6);
  expect(await router.winRate('short')).toBeCloseTo(sigmoid(2 * (4 * gain(0.5) - 0.5) + 0.5), 6);
});

it('holds an extreme input within the clip', async () => {
  expect(await createRouter(1000).winRate('short')).toBe(await createRouter(10).winRate('short'));
});

it('needs the strong model less where both succeed and where neither does', async () => {
  const [neither, between, both] = await Promise.all([-8, 0, 4].map((x) => createRouter(x).winRate('short')));
  expect(between).toBeGreaterThan(neither ?? 1);
  expect(between).toBeGreaterThan(both ?? 1);
});

it('refuses an embedding of another encoder', async () => {
  const router = createDefaultRouter(
    parseDefaultWeights(defaultJson),
    parseLexicalWeights(lexicalJson),
    async () => new Float32Array(7),
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

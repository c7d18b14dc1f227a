import { expect, it } from 'vitest';
import { createDefaultRouter, parseDefaultWeights } from '../../../src/routing/routers/default';
import { parseLexicalWeights } from '../../../src/routing/routers/lexical';
import { parseMfWeights } from '../../../src/routing/routers/mf';
import { defaultJson, lexicalJson, mfJson, sigmoid } from './weightsFiles';

it('adds the two routers up by their weights and calibrates the sum', async () => {
  const router = createDefaultRouter(
    parseDefaultWeights(defaultJson),
    parseMfWeights(mfJson),
    parseLexicalWeights(lexicalJson),
    async () => Float32Array.of(0.25, 0.5, 0),
  );
  expect(await router.winRate('a longer prompt')).toBeCloseTo(sigmoid(2 * (2 * 0.75 + 0.5 * 1) + 0.5), 6);
  expect(await router.winRate('short')).toBeCloseTo(sigmoid(2 * (2 * 0.75 - 0.5) + 0.5), 6);
});

it('names a missing weight', () => {
  expect(() => parseDefaultWeights({ ...defaultJson, blend: { mf: 1 } })).toThrow(
    /default\.json: blend: "lexical"/,
  );
});

import { expect, it } from 'vitest';
import { countFeatures, featureNames } from '../../../src/routing/features/features';
import {
  createLexicalRouter,
  lexicalWinRate,
  parseLexicalWeights,
} from '../../../src/routing/routers/lexical';
import { lexicalJson, sigmoid } from './weightsFiles';

const [tree] = lexicalJson.trees;

it('sends a prompt left up to the threshold, right beyond it', () => {
  const weights = parseLexicalWeights(lexicalJson);
  expect(lexicalWinRate(weights, countFeatures('0123456789'))).toBeCloseTo(sigmoid(2 * -1 + 0.5), 12);
  expect(lexicalWinRate(weights, countFeatures('0123456789a'))).toBeCloseTo(sigmoid(2 * 1 + 0.5), 12);
});

it('adds the trees up', async () => {
  const router = createLexicalRouter(parseLexicalWeights({ ...lexicalJson, trees: [tree, tree, tree] }));
  const { winRate, unknownShare } = await router.winRate('short');
  expect(winRate).toBeCloseTo(sigmoid(2 * -3 + 0.5), 12);
  expect(unknownShare).toBe(0);
});

it.each([
  [
    'other features',
    { ...lexicalJson, features: ['size', ...featureNames.slice(1)] },
    /feature 0 is "size".*"length"/,
  ],
  ['too few features', { ...lexicalJson, features: featureNames.slice(0, -1) }, /feature \d+ is "undefined"/],
  ['too many features', { ...lexicalJson, features: [...featureNames, 'extra'] }, /is "extra"/],
  [
    'an empty tree',
    { ...lexicalJson, trees: [{ feature: [], value: [], left: [], right: [] }] },
    /tree 0.*no nodes/,
  ],
  ['a loop', { ...lexicalJson, trees: [{ ...tree, left: [0, 0, 0] }] }, /tree 0.*node 0 leads nowhere/],
  ['lists of different length', { ...lexicalJson, trees: [{ ...tree, value: [10] }] }, /differ in length/],
  ['an unknown column', { ...lexicalJson, trees: [{ ...tree, feature: [999, -1, -1] }] }, /leads nowhere/],
])('names what is wrong: %s', (_, json, message) => {
  expect(() => parseLexicalWeights(json)).toThrow(message);
});

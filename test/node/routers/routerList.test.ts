import { expect, test } from 'vitest';
import { openModelFiles } from '../../../src/node/modelFiles';
import {
  openAugmentedRouter,
  openRouter,
  type RouterSources,
  routerNames,
} from '../../../src/node/routers/routerList';
import { mfJson, sigmoid } from '../../routing/routers/weightsFiles';
import { temporaryFolder } from '../temporaryFolder';
import { writeModelFolder } from './modelFolder';

const encoder = {
  id: 'e',
  file: 'e.onnx',
  tokenizer: 't.json',
  dimensions: 3,
  headTokens: 2,
  tailTokens: 2,
};
const calibration = JSON.stringify({ mf: { quantiles: [0.1, 0.9] } });
const base = { ...mfJson, strongTiers: [1] };
const files = {
  'mf.json': JSON.stringify(mfJson),
  'calibration.json': calibration,
  'augmentations/base/mf.json': JSON.stringify(base),
  'e.onnx': 'network',
  't.json': '{}',
};
const manifest = {
  encoder,
  routers: { mf: { file: 'mf.json' } },
  augmentations: { base: { routers: { mf: { file: 'augmentations/base/mf.json' } } } },
};

async function sourcesOf(changed: Partial<typeof files> = {}, more: object = {}): Promise<RouterSources> {
  const folder = temporaryFolder();
  writeModelFolder(folder, { ...files, ...changed }, { ...manifest, ...more });
  return {
    models: await openModelFiles(folder),
    embed: async () => ({ values: Float32Array.of(0.25, 0.5, -1), unknownShare: 0 }),
    openPack: () => Promise.reject(new Error('There are no packs here.')),
  };
}

test('a router comes with its calibration', async () => {
  const { router, calibration } = await openRouter('mf', await sourcesOf());
  expect(calibration.quantiles).toEqual([0.1, 0.9]);
  expect((await router.winRate('x')).winRate).toBeCloseTo(sigmoid(2 * 0.75 + 0.5), 6);
});

test('the hash is the same for the same weights wherever they lie', async () => {
  const [one, other] = await Promise.all([sourcesOf(), sourcesOf()]);
  expect((await openRouter('mf', one)).hash).toBe((await openRouter('mf', other)).hash);
});

test.each([
  ['the weights', { 'mf.json': JSON.stringify(base) }, {}],
  ['the encoder', { 'e.onnx': 'another' }, {}],
  ['the tokenizer', { 't.json': '[]' }, {}],
  ['the cut of the text', {}, { encoder: { ...encoder, tailTokens: 3 } }],
])('the hash changes with %s', async (_, changed, more) => {
  const { hash } = await openRouter('mf', await sourcesOf());
  expect((await openRouter('mf', await sourcesOf(changed, more))).hash).not.toBe(hash);
});

test('the hash does not change with thresholds, which no win rate depends on', async () => {
  const { hash } = await openRouter('mf', await sourcesOf());
  const other = await sourcesOf({ 'calibration.json': JSON.stringify({ mf: { quantiles: [0.2, 0.8] } }) });
  expect((await openRouter('mf', other)).hash).toBe(hash);
});

test('an augmentation has weights and a hash of its own', async () => {
  const sources = await sourcesOf();
  const { router, hash } = await openAugmentedRouter('mf', 'base', sources);
  expect((await router.winRate('x')).winRate).toBeCloseTo(sigmoid(2 * 0.45 + 0.5), 6);
  expect(hash).not.toBe((await openRouter('mf', sources)).hash);
});

test('an augmentation or router that is not listed is named', async () => {
  const sources = await sourcesOf();
  await expect(openAugmentedRouter('mf', 'golden', sources)).rejects.toMatchObject({
    code: 'weights-missing',
    message: expect.stringContaining('router "mf" for the augmentation "golden"'),
  });
  await expect(openRouter('lexical', sources)).rejects.toMatchObject({ code: 'weights-missing' });
  await expect(openRouter('nearest', sources)).rejects.toMatchObject({
    code: 'unknown-router',
    message: expect.stringContaining(routerNames.join(', ')),
  });
});

test('no random router needs weights, and its hash is not empty', async () => {
  expect((await openRouter('random', await sourcesOf())).hash).toMatch(/^[0-9a-f]{64}$/);
});

import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createExplainer, type ExplainerOptions } from '../../src/node/explainer';
import type { CalibratedRouter } from '../../src/node/routers/calibratedRouter';
import { evenCalibration } from '../../src/node/routers/causalEndpoint';
import { decide, decideWithoutWinRate } from '../../src/routing/decision';
import { TurnoutError, worded } from '../../src/routing/errors';
import { fewestOwnDecisions } from '../../src/routing/explanation';
import type { Embedding } from '../../src/routing/router';
import type { Calibration } from '../../src/routing/slider/calibration';
import { entryWith } from './ledger/entries';
import { writeModelFolder } from './routers/modelFolder';
import { temporaryFolder } from './temporaryFolder';

/** Two training prompts over embeddings of two numbers: one of sums, one of songs. */
const files = {
  'swRanking.json': JSON.stringify({
    bank: 'bank.bin',
    shape: [2, 2, 1],
    parts: [{ name: 'base', rows: 2 }],
    used: ['base'],
    strongTiers: [0],
    weakTiers: [0],
    gamma: 10,
    ridge: 1,
    calibration: { slope: 1, offset: 0 },
  }),
  'bank.bin': String.fromCharCode(100, 0, 0, 100),
  'neighbours.json': JSON.stringify({
    nearest: 1,
    unlikeBelow: 0.4,
    topics: ['sums', 'songs'],
    topicOfRow: Buffer.of(0, 1).toString('base64'),
    sources: ['school'],
    sourceOfRow: Buffer.of(0, 0).toString('base64'),
  }),
};
const cut = { router: 'default', threshold: 0.5, strongShare: 0.5 };
const decision = decide({ winRate: 0.75, unknownShare: 0 }, cut, 1);
const sums: Embedding = { values: Float32Array.of(1, 0), unknownShare: 0 };

interface Setting extends Partial<ExplainerOptions> {
  readonly folder?: string;
  readonly embed?: (prompt: string) => Promise<Embedding>;
  readonly calibration?: Calibration;
}

function explainerOf({ folder, embed, calibration, ...others }: Setting = {}) {
  const modelsFolder = folder ?? modelsIn(temporaryFolder());
  const router = { calibration: calibration ?? { quantiles: [0, 0.5, 0.9], prompts: 3 } } as CalibratedRouter;
  return createExplainer({
    modelsFolder,
    dispatcher: () => ({ embed: embed ?? (async () => sums), open: async () => router }),
    readEntries: async () => [],
    ...others,
  });
}

function modelsIn(folder: string, changed: Partial<typeof files> = {}): string {
  writeModelFolder(folder, { ...files, ...changed }, { routers: { sw_ranking: { file: 'swRanking.json' } } });
  return folder;
}

test('a decision is explained by its rank and by the training prompts most like it', async () => {
  expect(await explainerOf().explain('1 + 1', decision)).toEqual({
    decision,
    rank: { below: expect.closeTo(0.8125, 9), among: 'calibration-sample', prompts: 3 },
    neighbours: {
      kind: 'like',
      similarity: 1,
      prompts: 1,
      topics: [{ label: 'sums', share: 1 }],
      sources: [{ label: 'school', share: 1 }],
    },
  });
});

test('the prompt is read as routers read it', async () => {
  const read: string[] = [];
  const embed = async (prompt: string) => {
    read.push(prompt);
    return sums;
  };
  await explainerOf({ embed }).explain('Hello! Please add 1 and 1. Thanks!', decision);
  expect(read).toEqual(['Add 1 and 1.']);
});

test('with enough of them the rank is among one’s own decisions', async () => {
  const own = Array.from({ length: fewestOwnDecisions }, (_, i) =>
    entryWith({ decision: { ...decision, winRate: i < 10 ? 0.9 : 0.1 } }),
  );
  const { rank } = await explainerOf({ readEntries: async () => own }).explain('1 + 1', decision);
  expect(rank).toEqual({ below: 0.8, among: 'own-decisions', prompts: fewestOwnDecisions });
});

test('a router that nobody has calibrated, or that failed, gives no rank', async () => {
  const uncalibrated = await explainerOf({ calibration: evenCalibration }).explain('1 + 1', decision);
  expect(uncalibrated.rank).toBeUndefined();
  const failed = await explainerOf().explain('1 + 1', decideWithoutWinRate(worded('no'), cut, 1));
  expect(failed).toMatchObject({ rank: undefined, neighbours: { kind: 'like' } });
});

test('without native code the rest is explained', async () => {
  const embed = () => Promise.reject(new TurnoutError('encoder-unavailable', 'No encoder on this machine.'));
  expect(await explainerOf({ embed }).explain('1 + 1', decision)).toMatchObject({
    rank: { below: expect.any(Number) },
    neighbours: { kind: 'unavailable', why: 'No encoder on this machine.' },
  });
});

test('a text in a script that the encoder does not know has no neighbours', async () => {
  const embed = async () => ({ ...sums, unknownShare: 0.6 });
  const { neighbours } = await explainerOf({ embed }).explain('ก', decision);
  expect(neighbours).toEqual({ kind: 'unreadable', unknownShare: 0.6 });
});

test('missing or damaged labels are named, and are found once they are repaired', async () => {
  const folder = modelsIn(temporaryFolder());
  const explainer = explainerOf({ folder });
  const whyOf = async () => (await explainer.explain('1 + 1', decision)).neighbours;
  rmSync(path.join(folder, 'neighbours.json'));
  expect(await whyOf()).toMatchObject({
    kind: 'unavailable',
    why: expect.stringMatching(/neighbours\.json is missing/),
  });
  writeFileSync(path.join(folder, 'neighbours.json'), '{}');
  expect(await whyOf()).toMatchObject({ why: expect.stringMatching(/neighbours\.json is damaged/) });
  modelsIn(folder);
  expect(await whyOf()).toMatchObject({ kind: 'like' });
});

test('labels of another bank are refused', async () => {
  const labels = { ...JSON.parse(files['neighbours.json']), topicOfRow: Buffer.of(0).toString('base64') };
  const folder = modelsIn(temporaryFolder(), { 'neighbours.json': JSON.stringify(labels) });
  const { neighbours } = await explainerOf({ folder }).explain('1 + 1', decision);
  expect(neighbours).toMatchObject({
    kind: 'unavailable',
    why: expect.stringContaining('labels 1 rows, not 2'),
  });
});

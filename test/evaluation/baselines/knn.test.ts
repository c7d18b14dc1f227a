import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  createKnnBaseline,
  readTrainingGains,
  type TrainingGain,
  trainingGains,
} from '../../../src/evaluation/baselines/knn';
import type { Outcome } from '../../../src/evaluation/outcomes';
import type { Embed } from '../../../src/routing/router';
import { temporaryFolder } from '../../node/temporaryFolder';
import { addOutcomes, smallOutcomes } from '../outcomeFiles';

function outcome(prompt: string, split: 'train' | 'test', scores: Record<string, number>): Outcome {
  return { prompt, split, scores: new Map(Object.entries(scores)) };
}

/** Prompts are angles in degrees on a circle. */
const embed: Embed = async (prompt) => {
  const angle = (Number(prompt) * Math.PI) / 180;
  return { values: new Float32Array([Math.cos(angle), Math.sin(angle)]), unknownShare: 0 };
};

async function scoreOf(training: readonly TrainingGain[], neighbours: number, prompt: string) {
  const knn = await createKnnBaseline({ training, embed, neighbours, onProgress: () => undefined });
  return knn.score({ prompt, strongScore: 0, weakScore: 0 });
}

describe('the gain of a training row', () => {
  it('is the stronger half of its models’ mean minus the weaker half’s, by their means over train rows', () => {
    // Means over the train rows: a 1, b 0.75, c 0.5, d 0. The test row, where d is best, counts for nothing.
    const gains = trainingGains([
      outcome('one', 'train', { d: 0, c: 1, b: 0.5, a: 1 }),
      outcome('two', 'train', { a: 1, b: 1, c: 0, d: 0 }),
      outcome('tested', 'test', { a: 0, b: 0, c: 0, d: 1 }),
    ]);
    expect(gains).toEqual([
      { prompt: 'one', gain: 0.75 - 0.5 },
      { prompt: 'two', gain: 1 },
    ]);
  });

  it('leaves the middle of an odd number out, and a row with one model', () => {
    const gains = trainingGains([
      outcome('one', 'train', { a: 1, b: 1, c: 0 }),
      outcome('two', 'train', { a: 1, b: 0, c: 0 }),
      outcome('lonely', 'train', { a: 0 }),
    ]);
    expect(gains).toEqual([
      { prompt: 'one', gain: 1 },
      { prompt: 'two', gain: 1 },
    ]);
  });

  it('is read from every file of a folder', async () => {
    const folder = temporaryFolder();
    await addOutcomes(folder, smallOutcomes);
    expect(await readTrainingGains(path.join(folder, 'outcomes'))).toEqual([
      { prompt: 'Name all stadiums.', gain: 1 },
      { prompt: 'Count the islands.', gain: 1 },
      { prompt: 'What does h return?', gain: 0 },
    ]);
  });

  it('cannot be read where nothing may be learned from', async () => {
    const folder = temporaryFolder();
    await addOutcomes(folder, { only: [['a', 'test', { x: 1, y: 0 }]] });
    await expect(readTrainingGains(path.join(folder, 'outcomes'))).rejects.toThrow(
      'holds no row whose split is "train"',
    );
  });
});

describe('the nearest neighbours', () => {
  const training = [
    { prompt: '0', gain: 1 },
    { prompt: '10', gain: 0 },
    { prompt: '90', gain: -1 },
    { prompt: '180', gain: 0.5 },
  ];

  it('are those with the highest cosine similarity, and their mean gain is the score', async () => {
    expect(await scoreOf(training, 1, '2')).toBe(1);
    expect(await scoreOf(training, 2, '2')).toBe(0.5);
    expect(await scoreOf(training, 3, '80')).toBeCloseTo(0, 12);
  });

  it('are all of them where there are fewer', async () => {
    expect(await scoreOf(training, 100, '45')).toBeCloseTo(0.125, 12);
  });

  it('count together where they are equally near', async () => {
    const twins = [...training, { prompt: '0', gain: 0 }];
    expect(await scoreOf(twins, 1, '0')).toBe(0.5);
  });
});

it('tells how many training prompts are embedded', async () => {
  const told: unknown[] = [];
  await createKnnBaseline({
    training: [
      { prompt: '1', gain: 0 },
      { prompt: '2', gain: 0 },
    ],
    embed,
    neighbours: 1,
    onProgress: (done, total) => told.push([done, total]),
  });
  expect(told).toEqual([
    [1, 2],
    [2, 2],
  ]);
});

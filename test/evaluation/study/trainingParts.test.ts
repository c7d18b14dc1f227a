import path from 'node:path';
import { expect, it } from 'vitest';
import { rememberEmbeddings } from '../../../src/evaluation/study/rememberedEmbeddings';
import { nearnessTo } from '../../../src/evaluation/study/sections/similarityTable';
import { createScoreMemory } from '../../../src/evaluation/study/studyRouter';
import { openNearness, partsOf, readTrainingParts } from '../../../src/evaluation/study/trainingParts';
import type { Embed } from '../../../src/routing/router';
import { temporaryFolder } from '../../node/temporaryFolder';
import { addOutcomes } from '../outcomeFiles';
import { letterEmbed } from './studySetting';

it('golden and judge labels are told from the base, and test rows are in no part', async () => {
  const data = temporaryFolder();
  await addOutcomes(data, {
    'arena-bench': [['judged', 'train', { a: 1 }]],
    humaneval: [
      ['base', 'train', { a: 1 }],
      ['measured on', 'test', { a: 1 }],
    ],
    mmlu: [['golden', 'train', { a: 1 }]],
    'mmlu-pro': [['golden too', 'train', { a: 1 }]],
  });
  expect(await readTrainingParts(path.join(data, 'outcomes'))).toEqual({
    base: ['base'],
    golden: ['golden too', 'golden'],
    judge: ['judged'],
  });
});

it('an augmentation is the base and its part', () => {
  expect(partsOf('base')).toEqual(['base']);
  expect(partsOf('golden')).toEqual(['base', 'golden']);
  expect(partsOf('all')).toEqual(['base', 'golden', 'judge']);
});

it('nearness is the highest cosine with any prompt of the parts, worked out once', async () => {
  const folder = temporaryFolder();
  const asked: string[] = [];
  const embed: Embed = (prompt) => {
    asked.push(prompt);
    return letterEmbed(prompt);
  };
  const parts = { base: ['aab', 'zz'], golden: ['ab'], judge: [] };
  const measure = async () => {
    const memory = createScoreMemory(folder);
    const scorers = await openNearness(parts, rememberEmbeddings(embed), 'letters', memory);
    const row = { prompt: 'ba' };
    const nearness = {
      base: [await scorers.base.score(row)],
      golden: [await scorers.golden.score(row)],
      judge: [await scorers.judge.score(row)],
    };
    await memory.close();
    return nearness;
  };
  const nearness = await measure();
  // (1, 1)/√2 with (2, 1)/√5, and with itself.
  expect(nearnessTo(nearness, 'base')[0]).toBeCloseTo(3 / Math.sqrt(10), 6);
  expect(nearnessTo(nearness, 'golden')[0]).toBeCloseTo(1, 6);
  expect(nearness.judge).toEqual([-1]);
  expect(asked).toEqual(['aab', 'zz', 'ba', 'ab']);
  expect(await measure()).toEqual(nearness);
  expect(asked).toHaveLength(4);
});

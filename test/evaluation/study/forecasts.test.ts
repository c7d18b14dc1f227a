import path from 'node:path';
import { expect, it } from 'vitest';
import { readObservedSources } from '../../../src/evaluation/study/forecasts';
import { temporaryFolder } from '../../node/temporaryFolder';
import { addOutcomes } from '../outcomeFiles';

it('each source is a contest of the pair, or of its nearest kin that most rows have', async () => {
  const data = temporaryFolder();
  await addOutcomes(data, {
    chat: [
      ['first', 'test', { 'gpt-4-1106-preview': 0.9, 'mixtral-8x7b-instruct-v0.1': 0.8, 'gpt-4-0613': 0 }],
      ['second', 'test', { 'gpt-4-1106-preview': 0.5, 'mixtral-8x7b-instruct-v0.1': 0.5 }],
      ['learned from', 'train', { 'gpt-4-1106-preview': 1, 'mixtral-8x7b-instruct-v0.1': 0 }],
    ],
    code: [
      ['third', 'test', { 'gpt-4-0613': 0, 'gpt-3.5-turbo-0613': 1 }],
      ['fourth', 'test', { 'gpt-4-0613': 1, 'gpt-3.5-turbo-0613': 0, 'gpt-4-1106-preview': 1 }],
      ['fifth', 'test', { 'gpt-4-0613': 1 }],
    ],
    small: [['sixth', 'test', { 'gemma-2-9b-it': 1, 'mistral-7b': 0 }]],
    'only-training': [['seventh', 'train', { 'gpt-4-0613': 1, 'gpt-3.5-turbo': 0 }]],
  });
  const { observed, left } = await readObservedSources(path.join(data, 'outcomes'));
  expect(observed).toEqual([
    {
      source: 'chat',
      strong: 'gpt-4-1106-preview',
      weak: 'mixtral-8x7b-instruct-v0.1',
      rows: [
        { prompt: 'first', outcome: 1 },
        { prompt: 'second', outcome: 0.5 },
      ],
    },
    {
      source: 'code',
      strong: 'gpt-4-0613',
      weak: 'gpt-3.5-turbo-0613',
      rows: [
        { prompt: 'third', outcome: 0 },
        { prompt: 'fourth', outcome: 1 },
      ],
    },
  ]);
  expect(left).toEqual(['small']);
});

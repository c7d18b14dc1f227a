import { appendFileSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { rememberScorer } from '../../../src/evaluation/study/rememberedScorer';
import { openScoreCache } from '../../../src/evaluation/study/scoreCache';
import { type Scorer, scoreByRouter } from '../../../src/evaluation/study/scorer';
import { temporaryFolder } from '../../node/temporaryFolder';

/** A scorer that writes down what it is asked. */
function listeningScorer(scoreOf: (prompt: string) => number) {
  const asked: string[] = [];
  const scorer: Scorer = {
    name: 'listening',
    score: async ({ prompt }) => {
      asked.push(prompt);
      return scoreOf(prompt);
    },
  };
  return { asked, open: async () => scorer };
}

const prompts = Array.from({ length: 10 }, (_, index) => `prompt ${index}`);
const byLength = (prompt: string) => 1 / (2 + prompt.length);

async function scoreAll(folder: string, open: () => Promise<Scorer>): Promise<number[]> {
  const cache = await openScoreCache(folder, 'mf-0123');
  const scorer = rememberScorer('mf', cache, open);
  const scores: number[] = [];
  for (const prompt of prompts) scores.push(await scorer.score({ prompt }));
  await cache.close();
  return scores;
}

describe('a second run', () => {
  it('does not ask the scorer, and gets the same', async () => {
    const folder = path.join(temporaryFolder(), 'not', 'there', 'yet');
    const first = listeningScorer(byLength);
    const scores = await scoreAll(folder, first.open);
    expect(first.asked).toEqual(prompts);
    const second = listeningScorer(byLength);
    expect(await scoreAll(folder, second.open)).toEqual(scores);
    expect(second.asked).toEqual([]);
  });

  it('passes over a line that was not finished', async () => {
    const folder = temporaryFolder();
    await scoreAll(folder, listeningScorer(byLength).open);
    const file = path.join(folder, 'mf-0123.jsonl');
    appendFileSync(file, readFileSync(file, 'utf8').slice(0, 40));
    const cache = await openScoreCache(folder, 'mf-0123');
    expect(cache.get('prompt 9')).toBe(byLength('prompt 9'));
  });
});

it('the file holds no prompt', async () => {
  const folder = temporaryFolder();
  await scoreAll(folder, listeningScorer(byLength).open);
  const text = readFileSync(path.join(folder, 'mf-0123.jsonl'), 'utf8');
  expect(text).not.toContain('prompt 1');
  expect(text.trim().split('\n')).toHaveLength(10);
});

it('prompts that differ in white space or case alone are kept apart', async () => {
  const cache = await openScoreCache(temporaryFolder(), 'mf');
  await cache.add('Why?', 0.5);
  expect(cache.get('why?')).toBeUndefined();
  expect(cache.get('Why? ')).toBeUndefined();
});

it.each([Number.NaN, 1, -0.1])('%s from a router is no score', async (winRate) => {
  const router = { name: 'broken', winRate: async () => ({ winRate, unknownShare: 0 }) };
  await expect(scoreByRouter('broken', router).score({ prompt: 'Why?' })).rejects.toThrow(
    `Router "broken" gave ${winRate}`,
  );
});

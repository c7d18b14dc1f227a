import { appendFileSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openEstimateCache } from '../../../src/evaluation/study/estimateCache';
import { rememberRouter } from '../../../src/evaluation/study/rememberedRouter';
import type { Router } from '../../../src/routing/router';
import { temporaryFolder } from '../../node/temporaryFolder';

/** A router that writes down what it is asked. */
function listeningRouter(rateOf: (prompt: string) => number): {
  asked: string[];
  open: () => Promise<Router>;
} {
  const asked: string[] = [];
  return {
    asked,
    open: async () => ({
      name: 'listening',
      winRate: async (prompt) => {
        asked.push(prompt);
        return { winRate: rateOf(prompt), unknownShare: 0.25 };
      },
    }),
  };
}

const prompts = Array.from({ length: 10 }, (_, index) => `prompt ${index}`);
const byLength = (prompt: string) => 1 / (1 + prompt.length);

async function scoreAll(folder: string, open: () => Promise<Router>): Promise<number[]> {
  const cache = await openEstimateCache(folder, 'mf-0123');
  const router = rememberRouter('mf', cache, open);
  const rates: number[] = [];
  for (const prompt of prompts) rates.push((await router.winRate(prompt)).winRate);
  await cache.close();
  return rates;
}

describe('a second run', () => {
  it('asks the router for three prompts alone, and gets the same', async () => {
    const folder = path.join(temporaryFolder(), 'not', 'there', 'yet');
    const first = listeningRouter(byLength);
    const rates = await scoreAll(folder, first.open);
    expect(first.asked).toEqual(prompts);
    const second = listeningRouter(byLength);
    expect(await scoreAll(folder, second.open)).toEqual(rates);
    expect(second.asked).toEqual(prompts.slice(0, 3));
  });

  it('forgets everything when the router says something else now', async () => {
    const folder = temporaryFolder();
    await scoreAll(folder, listeningRouter(byLength).open);
    const changed = listeningRouter(() => 0.75);
    expect(await scoreAll(folder, changed.open)).toEqual(prompts.map(() => 0.75));
    expect(changed.asked).toEqual(prompts);
    expect(await scoreAll(folder, listeningRouter(() => 0.75).open)).toEqual(prompts.map(() => 0.75));
  });

  it('passes over a line that was not finished', async () => {
    const folder = temporaryFolder();
    await scoreAll(folder, listeningRouter(byLength).open);
    const file = path.join(folder, 'mf-0123.jsonl');
    appendFileSync(file, readFileSync(file, 'utf8').slice(0, 40));
    const cache = await openEstimateCache(folder, 'mf-0123');
    expect(cache.get('prompt 9')).toEqual({ winRate: byLength('prompt 9'), unknownShare: 0.25 });
  });
});

it('the file holds no prompt', async () => {
  const folder = temporaryFolder();
  await scoreAll(folder, listeningRouter(byLength).open);
  const text = readFileSync(path.join(folder, 'mf-0123.jsonl'), 'utf8');
  expect(text).not.toContain('prompt 1');
  expect(text.trim().split('\n')).toHaveLength(10);
});

it('prompts that differ in white space or case alone are kept apart', async () => {
  const cache = await openEstimateCache(temporaryFolder(), 'mf');
  await cache.add('Why?', { winRate: 0.5, unknownShare: 0 });
  expect(cache.get('why?')).toBeUndefined();
  expect(cache.get('Why? ')).toBeUndefined();
});

import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDispatcher } from '../../src/node/dispatcher';
import { sampleOfPrompts } from './anyPrompt';

const root = fileURLToPath(new URL('../..', import.meta.url));
const prompts = sampleOfPrompts(700)
  .filter((prompt) => prompt.trim() !== '')
  .slice(0, 500);

const dispatcher = createDispatcher({
  modelsFolder: path.join(root, 'models'),
  packFolders: [],
  workerFile: path.join(root, 'dist', 'encoderWorker.js'),
  onFallback: (why) => {
    throw why;
  },
});
afterAll(() => dispatcher.close());

const routers = ['default', 'mf', 'sw_ranking', 'lexical', 'bert'];

/** Each prompt by all routers before the next one: those that share an encoder have it read once. */
async function scoreAll(): Promise<ReadonlyMap<string, readonly number[]>> {
  const winRates = new Map(routers.map((router) => [router, [] as number[]]));
  for (const prompt of prompts) {
    for (const [router, found] of winRates) {
      found.push((await dispatcher.winRate(prompt, { router, ifUnavailable: 'fail' })).winRate);
    }
  }
  return winRates;
}

describe('scores any of 500 prompts, twice alike', () => {
  let runs: readonly ReadonlyMap<string, readonly number[]>[];
  beforeAll(async () => {
    runs = [await scoreAll(), await scoreAll()];
  }, 300_000);

  it.each(routers)('%s', (router) => {
    const [first = [], second] = runs.map((winRates) => winRates.get(router));
    expect(first).toHaveLength(500);
    expect(first.filter((winRate) => !(winRate >= 0 && winRate < 1))).toEqual([]);
    expect(new Set(first).size).toBeGreaterThan(10);
    expect(second).toEqual(first);
  });
});

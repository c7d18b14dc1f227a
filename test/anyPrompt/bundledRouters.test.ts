import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { createDispatcher } from '../../src/node/dispatcher';
import { sampleOfPrompts } from './anyPrompt';

const root = fileURLToPath(new URL('../..', import.meta.url));
const prompts = sampleOfPrompts(600)
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

describe('scores any of 500 prompts, twice alike', () => {
  it.each(['default', 'mf', 'sw_ranking', 'lexical', 'bert'])(
    '%s',
    async (router) => {
      const choice = { router, ifUnavailable: 'fail' } as const;
      const scoreAll = async () => {
        const winRates: number[] = [];
        for (const prompt of prompts) winRates.push((await dispatcher.winRate(prompt, choice)).winRate);
        return winRates;
      };
      const first = await scoreAll();
      expect(first.filter((winRate) => !(winRate >= 0 && winRate < 1))).toEqual([]);
      expect(new Set(first).size).toBeGreaterThan(10);
      expect(await scoreAll()).toEqual(first);
    },
    120_000,
  );
});

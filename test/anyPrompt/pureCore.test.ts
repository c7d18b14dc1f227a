import { fileURLToPath } from 'node:url';
import { beforeAll, expect, it } from 'vitest';
import { openModelFiles } from '../../src/node/modelFiles';
import { openRouter } from '../../src/node/routers/routerList';
import { askOf } from '../../src/routing/asking/ask';
import { decide } from '../../src/routing/decision';
import { TurnoutError } from '../../src/routing/errors';
import type { Embed, Router } from '../../src/routing/router';
import { sampleOfPrompts } from './anyPrompt';

const models = fileURLToPath(new URL('../../models', import.meta.url));
const cut = { router: 'any', threshold: 0.5, strongShare: 0.5 };
const prompts = sampleOfPrompts(12_000);

/** Some point of the sphere for each prompt, the same one for the same prompt. */
const embed: Embed = async (prompt) => {
  let state = prompt.length;
  for (let i = 0; i < Math.min(prompt.length, 100); i++)
    state = Math.imul(state ^ prompt.charCodeAt(i), 2654435761);
  const values = Float32Array.from({ length: 384 }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return state / 2 ** 31;
  });
  const length = Math.hypot(...values);
  const [first = 0, second = 0, third = 0, fourth = 0, reasoning = 0] = values;
  const success = [first * 9, second * 9, third * 9, fourth * 9].sort((a, b) => a - b);
  return {
    values: values.map((value) => value / length),
    unknownShare: (state >>> 24) / 256,
    assessment: { success, reasoning: Math.abs(reasoning), kind: 'other' },
  };
};

const routers: Router[] = [];
beforeAll(async () => {
  const files = await openModelFiles(models);
  const openPack = () => Promise.reject(new Error('No pack is needed here.'));
  for (const name of ['default', 'mf', 'lexical', 'random']) {
    routers.push((await openRouter(name, { models: files, embed, openPack })).router);
  }
});

function askedOf(prompt: string): string | undefined {
  try {
    return askOf([{ role: 'user', content: prompt }]);
  } catch (error) {
    expect(error).toBeInstanceOf(TurnoutError);
    expect(prompt.trim()).toBe('');
    return undefined;
  }
}

it('decides any of 10,000 prompts, and says of the blank ones that they are', async () => {
  let decided = 0;
  for (const prompt of prompts) {
    const ask = askedOf(prompt);
    if (ask === undefined) continue;
    for (const router of routers) {
      const estimate = await router.winRate(ask);
      if (!(estimate.winRate >= 0 && estimate.winRate < 1)) {
        expect.fail(`${router.name} gave ${estimate.winRate} for ${JSON.stringify(ask.slice(0, 200))}`);
      }
      const { model, reason } = decide(estimate, cut, 0);
      if (model !== (estimate.winRate >= 0.5 ? 'strong' : 'weak')) expect.fail(`decided by ${reason.code}`);
    }
    decided++;
  }
  expect(decided).toBeGreaterThanOrEqual(10_000);
}, 120_000);

it('gives the same prompt the same win rate', async () => {
  for (const prompt of prompts.slice(0, 500)) {
    if (askedOf(prompt) === undefined) continue;
    for (const router of routers) expect(await router.winRate(prompt)).toEqual(await router.winRate(prompt));
  }
});

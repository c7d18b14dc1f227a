import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDispatcher, type Dispatcher } from '../../src/node/dispatcher';
import { hashPrompt } from '../../src/node/promptHash';
import { defaultRouterName } from '../../src/node/routers/routerList';

interface Pair {
  readonly kind: 'easy and hard' | 'alike';
  readonly language: string;
  readonly easy: string;
  readonly hard: string;
}

/** Written before training and kept out of it: two prompts each, of which a person would call one harder. */
const pairs: readonly Pair[] = JSON.parse(
  readFileSync(new URL('everydayPairs.json', import.meta.url), 'utf8'),
);
const repository = fileURLToPath(new URL('../..', import.meta.url));
const choice = { router: defaultRouterName, ifUnavailable: 'fail' } as const;

let dispatcher: Dispatcher;
const winRates = new Map<string, number>();
const winRateOf = (prompt: string) => winRates.get(prompt) ?? Number.NaN;

beforeAll(async () => {
  dispatcher = createDispatcher({
    modelsFolder: `${repository}/models`,
    packFolders: [],
    workerFile: `${repository}/dist/encoderWorker.js`,
    onFallback: (why) => {
      throw why;
    },
  });
  for (const prompt of pairs.flatMap(({ easy, hard }) => [easy, hard])) {
    winRates.set(prompt, (await dispatcher.winRate(prompt, choice)).winRate);
  }
});
afterAll(() => dispatcher.close());

it.each([
  ['easy and hard', 0.99],
  ['alike', 0.95],
] as const)('of two prompts that are %s the harder one has the higher win rate', (kind, least) => {
  const ofKind = pairs.filter((pair) => pair.kind === kind);
  expect(ofKind).toHaveLength(150);
  const wrong = ofKind.filter(({ easy, hard }) => winRateOf(hard) <= winRateOf(easy));
  expect(1 - wrong.length / ofKind.length, JSON.stringify(wrong, undefined, 1)).toBeGreaterThanOrEqual(least);
});

it.each([...new Set(pairs.map(({ language }) => language))])(
  'the usual stop sends neither nearly all nor nearly none of what is asked in %s to the strong model',
  async (language) => {
    const { threshold } = await dispatcher.cut(choice, { kind: 'strong-share', strongShare: 0.5 });
    const asked = pairs.filter((pair) => pair.language === language);
    const shareOf = (prompts: readonly string[]) =>
      prompts.filter((prompt) => winRateOf(prompt) >= threshold).length / prompts.length;
    const [easy, hard] = [shareOf(asked.map((pair) => pair.easy)), shareOf(asked.map((pair) => pair.hard))];
    expect(easy).toBeLessThan(0.35);
    expect(hard).toBeGreaterThan(0.35);
  },
);

it('none of them was trained on', () => {
  const { trainedPromptHashes } = JSON.parse(readFileSync(`${repository}/models/manifest.json`, 'utf8'));
  const trained = new Set(trainedPromptHashes);
  const seen = pairs
    .flatMap(({ easy, hard }) => [easy, hard])
    .filter((prompt) => trained.has(hashPrompt(prompt)));
  expect(seen).toEqual([]);
});

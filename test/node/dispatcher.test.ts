import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createDispatcher, type DispatcherOptions } from '../../src/node/dispatcher';
import { createOwnCalibrations } from '../../src/node/slider/ownCalibrations';
import type { TurnoutError } from '../../src/routing/errors';
import { inEnglish } from '../../src/routing/errors';
import { createRandomRouter } from '../../src/routing/routers/random';
import { thresholdForShare } from '../../src/routing/slider/calibration';
import { lexicalJson } from '../routing/routers/weightsFiles';
import { writeModelFolder } from './routers/modelFolder';
import { temporaryFolder } from './temporaryFolder';

/** A dispatcher with the lexical router alone, and what it says of falling back. */
function lexicalDispatcher(
  packFolders: readonly string[] = [],
  users: Pick<DispatcherOptions, 'own' | 'learns' | 'personalise'> = {},
) {
  const modelsFolder = temporaryFolder();
  writeModelFolder(
    modelsFolder,
    {
      'lexical.json': JSON.stringify(lexicalJson),
      'calibration.json': JSON.stringify({ lexical: { quantiles: [0, 0.99] } }),
    },
    { routers: { lexical: { file: 'lexical.json' } } },
  );
  const told: TurnoutError[] = [];
  const dispatcher = createDispatcher({
    modelsFolder,
    packFolders,
    workerFile: path.join(import.meta.dirname, '..', '..', 'dist', 'encoderWorker.js'),
    onFallback: (why) => told.push(why),
    ...users,
  });
  onTestFinished(() => dispatcher.close());
  return { dispatcher, told };
}

const limit = { kind: 'strong-share', strongShare: 0.5 } as const;

test('without the chosen router’s pack the lexical router decides, and says so once', async () => {
  const { dispatcher, told } = lexicalDispatcher();
  for (const prompt of ['Sort a list', 'Sort another list']) {
    const decision = await dispatcher.decide(prompt, { router: 'bert', ifUnavailable: 'fall-back' }, limit);
    expect(decision).toMatchObject({ router: 'lexical', winRate: expect.any(Number) });
  }
  expect(told.map(({ code }) => code)).toEqual(['weights-missing']);
  expect(told[0]?.message).toContain('"bert" is a pack');
});

test('a pack asked for that may not be replaced fails', async () => {
  const { dispatcher, told } = lexicalDispatcher([temporaryFolder()]);
  const choice = { router: 'bert', ifUnavailable: 'fail' } as const;
  await expect(dispatcher.winRate('Sort a list', choice)).rejects.toMatchObject({ code: 'weights-missing' });
  expect(told).toEqual([]);
});

test('routers asked for at the same time are one', async () => {
  const { dispatcher } = lexicalDispatcher();
  const [one, other] = await Promise.all([dispatcher.open('lexical'), dispatcher.open('lexical')]);
  expect(one).toBe(other);
});

test('a router is opened once and is never a fallback', async () => {
  const { dispatcher } = lexicalDispatcher();
  const lexical = await dispatcher.open('lexical');
  expect(await dispatcher.open('lexical')).toBe(lexical);
  await expect(dispatcher.open('bert')).rejects.toMatchObject({ code: 'weights-missing' });
  await expect(dispatcher.openAugmented('lexical', 'base')).rejects.toMatchObject({
    code: 'weights-missing',
  });
});

test('the line is drawn without a prompt, for the fallback where the router cannot be loaded', async () => {
  const { dispatcher, told } = lexicalDispatcher();
  const drawn = {
    router: 'lexical',
    routerVersion: expect.stringMatching(/^[0-9a-f]{16}$/),
    threshold: 0.495,
    strongShare: 0.5,
  };
  expect(await dispatcher.cut({ router: 'lexical', ifUnavailable: 'fail' }, limit)).toEqual(drawn);
  expect(await dispatcher.cut({ router: 'bert', ifUnavailable: 'fall-back' }, limit)).toEqual(drawn);
  await expect(dispatcher.cut({ router: 'bert', ifUnavailable: 'fail' }, limit)).rejects.toMatchObject({
    code: 'weights-missing',
  });
  expect(told).toEqual([]);
});

describe('the user’s own prompts', () => {
  const choice = { router: 'lexical', ifUnavailable: 'fail' } as const;
  const prompts = Array.from(
    { length: 30 },
    (_, index) => `Explain number ${index}${', and why'.repeat(index)}`,
  );

  function ownDispatcher(folder: string, learns = true) {
    const troubles: string[] = [];
    const collapses: string[] = [];
    const own = createOwnCalibrations({
      folder,
      onTrouble: (trouble) => troubles.push(inEnglish(trouble)),
      onCollapse: (router, side) => collapses.push(`${router} ${side}`),
    });
    return { ...lexicalDispatcher([], { own, learns }), own, troubles, collapses };
  }

  test('move the threshold, here and for whoever reads them next', async () => {
    const folder = temporaryFolder();
    const { dispatcher, own, troubles } = ownDispatcher(folder);
    const first = await dispatcher.decide('Sort a list', choice, limit);
    expect(first.threshold).toBeCloseTo(0.495, 6);
    for (const prompt of prompts) await dispatcher.decide(prompt, choice, limit);
    await own.settle();
    const known = own.known('lexical');
    expect(known?.winRates).toHaveLength(31);
    const { threshold } = await dispatcher.decide('Sort a list', choice, limit);
    expect(threshold).toBe(known && thresholdForShare(known.calibration, 0.5));
    await own.settle();

    const reader = ownDispatcher(folder, false);
    await reader.dispatcher.decide('Sort a list', choice, limit);
    expect(reader.own.known('lexical')?.winRates).toEqual(own.known('lexical')?.winRates);
    expect(troubles).toEqual([]);
  });

  test('are on disk a moment after they were decided', async () => {
    const folder = temporaryFolder();
    const { dispatcher, own } = ownDispatcher(folder);
    for (const prompt of prompts) await dispatcher.decide(prompt, choice, limit);
    await expect.poll(() => own.known('lexical')?.winRates).toHaveLength(prompts.length);
    const reader = ownDispatcher(folder, false);
    await reader.dispatcher.decide('Sort a list', choice, limit);
    expect(reader.own.known('lexical')?.winRates).toEqual(own.known('lexical')?.winRates);
  });

  test('count once where they are asked twice in a row', async () => {
    const { dispatcher, own } = ownDispatcher(temporaryFolder());
    for (const prompt of ['Sort a list', 'Sort a list', 'Why?', 'Sort a list']) {
      await dispatcher.decide(prompt, choice, limit);
    }
    await own.settle();
    expect(own.known('lexical')?.winRates).toHaveLength(3);
  });

  test('are not those that are only scored, nor those of a host that does not learn', async () => {
    const folder = temporaryFolder();
    const learner = ownDispatcher(folder);
    await learner.dispatcher.winRate('Sort a list', choice);
    const reader = ownDispatcher(folder, false);
    await reader.dispatcher.decide('Sort a list', choice, limit);
    await Promise.all([learner.own.settle(), reader.own.settle()]);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('are forgotten once their files are gone', async () => {
    const folder = path.join(temporaryFolder(), 'win-rates');
    const { dispatcher, own } = ownDispatcher(folder);
    for (const prompt of prompts) await dispatcher.decide(prompt, choice, limit);
    await own.settle();
    rmSync(folder, { recursive: true });
    await dispatcher.decide('Sort a list', choice, limit);
    await own.settle();
    expect(own.known('lexical')?.winRates).toHaveLength(1);
  });

  test('that cannot be kept are counted all the same, and it is said why', async () => {
    const file = path.join(temporaryFolder(), 'a file');
    writeFileSync(file, '');
    const { dispatcher, own, troubles } = ownDispatcher(file);
    await dispatcher.decide('Sort a list', choice, limit);
    await own.settle();
    expect(own.known('lexical')?.winRates).toHaveLength(1);
    expect(troubles).toContainEqual(expect.stringContaining(file));
  });

  test('that all have one win rate are noticed once', async () => {
    const { dispatcher, own, collapses } = ownDispatcher(temporaryFolder());
    // The lexical router takes these two for each other.
    for (let asked = 0; asked < 60; asked++) {
      await dispatcher.decide(asked % 2 === 0 ? 'Sort a list' : 'Sort a fish', choice, limit);
    }
    await own.settle();
    expect(collapses).toEqual(['lexical strong']);
  });

  test('are of one version of its weights: another model under the name starts anew', async () => {
    const { own } = ownDispatcher(temporaryFolder());
    const router = {
      router: createRandomRouter(0),
      hash: 'one',
      calibration: { quantiles: [0, 0.9] },
      trainedPromptHashes: [],
    };
    own.learn(router, 0.25);
    await own.settle();
    expect((await own.of(router)).winRates).toEqual([0.25]);
    expect((await own.of({ ...router, hash: 'two' })).winRates).toEqual([]);
  });
});

test('win rates are corrected by what was learnt, which is asked with the frozen estimate and the router', async () => {
  const asked: unknown[] = [];
  const { dispatcher } = lexicalDispatcher([], {
    personalise: async (scored, { prompt, router }) => {
      const estimate = await scored;
      asked.push({ prompt, router, winRate: estimate.winRate });
      return { ...estimate, winRate: 0.999, personal: true };
    },
  });
  const choice = { router: 'lexical', ifUnavailable: 'fail' } as const;
  const frozen = (await (await dispatcher.open('lexical')).router.winRate('Sort a list')).winRate;
  expect(frozen).toBeLessThan(0.999);
  const decision = await dispatcher.decide('Sort a list', choice, limit);
  expect(decision).toMatchObject({ model: 'strong', winRate: 0.999 });
  expect(asked).toEqual([{ prompt: 'Sort a list', router: 'lexical', winRate: frozen }]);
});

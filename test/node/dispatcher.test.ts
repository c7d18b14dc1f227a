import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createDispatcher } from '../../src/node/dispatcher';
import type { TurnoutError } from '../../src/routing/errors';
import { lexicalJson } from '../routing/routers/weightsFiles';
import { writeModelFolder } from './modelFolder';
import { temporaryFolder } from './temporaryFolder';

/** A dispatcher with the lexical router alone, and what it says of falling back. */
function lexicalDispatcher(packFolders: readonly string[] = []) {
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

test('a router is opened once and is never a fallback', async () => {
  const { dispatcher } = lexicalDispatcher();
  const lexical = await dispatcher.open('lexical');
  expect(await dispatcher.open('lexical')).toBe(lexical);
  await expect(dispatcher.open('bert')).rejects.toMatchObject({ code: 'weights-missing' });
  await expect(dispatcher.openAugmented('lexical', 'base')).rejects.toMatchObject({
    code: 'weights-missing',
  });
});

test('win rates are corrected by what was learnt, which is asked with the frozen estimate and the router', async () => {
  const modelsFolder = temporaryFolder();
  writeModelFolder(
    modelsFolder,
    {
      'lexical.json': JSON.stringify(lexicalJson),
      'calibration.json': JSON.stringify({ lexical: { quantiles: [0, 0.99] } }),
    },
    { routers: { lexical: { file: 'lexical.json' } } },
  );
  const asked: unknown[] = [];
  const dispatcher = createDispatcher({
    modelsFolder,
    packFolders: [],
    workerFile: path.join(import.meta.dirname, '..', '..', 'dist', 'encoderWorker.js'),
    onFallback: () => undefined,
    personalise: async (estimate, { prompt, router }) => {
      asked.push({ prompt, router, winRate: estimate.winRate });
      return { ...estimate, winRate: 0.999, personal: true };
    },
  });
  onTestFinished(() => dispatcher.close());
  const choice = { router: 'lexical', ifUnavailable: 'fail' } as const;
  const frozen = (await (await dispatcher.open('lexical')).router.winRate('Sort a list')).winRate;
  expect(frozen).toBeLessThan(0.999);
  const decision = await dispatcher.decide('Sort a list', choice, limit);
  expect(decision).toMatchObject({ model: 'strong', winRate: 0.999 });
  expect(asked).toEqual([{ prompt: 'Sort a list', router: 'lexical', winRate: frozen }]);
});

import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createPacks, type Packs } from '../../../src/node/routers/packs';
import { temporaryFolder } from '../temporaryFolder';
import { writeModelFolder } from './modelFolder';

const workerFile = path.join(import.meta.dirname, '..', '..', '..', 'dist', 'encoderWorker.js');

function packsOf(packFolders: readonly string[], modelsFolder = temporaryFolder()): Packs {
  const packs = createPacks({ packFolders, modelsFolder, workerFile });
  onTestFinished(() => packs.close());
  return packs;
}

function writePack(router: string, folder = temporaryFolder()): string {
  writeModelFolder(
    folder,
    { [`${router}.json`]: '{}' },
    { routers: { [router]: { file: `${router}.json` } } },
  );
  return folder;
}

test('the first of the user’s folders that lists the router is its pack', async () => {
  const [other, first, second] = [writePack('causal_llm'), writePack('bert'), writePack('bert')];
  const { files } = await packsOf([other, first, second]).open('bert');
  expect(files.folder).toBe(first);
});

test('without one, the pack built beside the weights is taken', async () => {
  const models = temporaryFolder();
  const built = writePack('bert', path.join(models, 'packs', 'bert'));
  expect((await packsOf([writePack('causal_llm')], models).open('bert')).files.folder).toBe(built);
});

test('a missing pack is named, with the places looked at and what to do', async () => {
  const other = writePack('causal_llm');
  await expect(packsOf([other]).open('bert')).rejects.toMatchObject({
    code: 'weights-missing',
    message: expect.stringMatching(/"bert" is a pack.*--pack.*turnout\.packs/),
  });
  await expect(packsOf([other]).open('bert')).rejects.toThrow(other);
});

test('a named folder that is no pack is an error, not passed over', async () => {
  const empty = temporaryFolder();
  await expect(packsOf([empty, writePack('bert')]).open('bert')).rejects.toMatchObject({
    code: 'weights-missing',
    message: `${empty} is no pack: it holds no manifest.json. Correct its path, or take it out.`,
  });
});

test('a pack’s files are checked like those of models/', async () => {
  const folder = writePack('bert');
  appendFileSync(path.join(folder, 'bert.json'), ' ');
  const { files } = await packsOf([folder]).open('bert');
  await expect(files.readJson('bert.json')).rejects.toMatchObject({
    code: 'weights-damaged',
    message: expect.stringContaining(path.join(folder, 'bert.json')),
  });
});

test('a pack whose network is missing fails for every prompt, naming the file', async () => {
  const { run } = await packsOf([writePack('bert')]).open('bert');
  await expect(run('Sort a list')).rejects.toMatchObject({ message: expect.stringContaining('t.json') });
});

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openModelFiles } from '../../src/node/modelFiles';
import { writeModelFolder } from './routers/modelFolder';
import { temporaryFolder } from './temporaryFolder';

test('a whole file is read', async () => {
  const folder = temporaryFolder();
  writeModelFolder(folder, { 'mf.json': '{"rank":1}' });
  const models = await openModelFiles(folder);
  expect(await models.readJson('mf.json')).toEqual({ rank: 1 });
});

test('a file cut short is damaged, and the message names it', async () => {
  const folder = temporaryFolder();
  writeModelFolder(folder, { 'mf.json': '{"rank":1}' });
  writeFileSync(path.join(folder, 'mf.json'), '{"rank"');
  const models = await openModelFiles(folder);
  await expect(models.read('mf.json')).rejects.toMatchObject({
    code: 'weights-damaged',
    message: expect.stringContaining(path.join(folder, 'mf.json')),
  });
});

test('a file that is gone, or that the manifest does not list, is named', async () => {
  const folder = temporaryFolder();
  writeModelFolder(folder, {});
  const models = await openModelFiles(folder);
  await expect(models.read('mf.json')).rejects.toMatchObject({
    code: 'weights-damaged',
    message: /mf\.json/,
  });
  await expect(openModelFiles(path.join(folder, 'none'))).rejects.toMatchObject({
    code: 'weights-missing',
    message: expect.stringContaining('manifest.json'),
  });
});

test.each(['', 'not JSON', 'null', '{}'])('a manifest of %j is damaged', async (text) => {
  const folder = temporaryFolder();
  writeFileSync(path.join(folder, 'manifest.json'), text);
  await expect(openModelFiles(folder)).rejects.toMatchObject({ code: 'weights-damaged' });
});

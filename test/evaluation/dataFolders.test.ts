import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { locateData } from '../../src/evaluation/dataFolders';
import { temporaryFolder } from '../node/temporaryFolder';
import { smallTree, writeRoutellmTree } from './routellmTree';

it('finds RouteLLM’s files in a clone and in a folder that holds one', async () => {
  const clone = await writeRoutellmTree(smallTree);
  expect(await locateData(clone)).toEqual({
    evals: path.join(clone, 'routellm', 'evals'),
    outcomes: undefined,
  });
  const outer = temporaryFolder();
  const inner = path.join(outer, 'RouteLLM', 'routellm', 'evals');
  await mkdir(inner, { recursive: true });
  expect(await locateData(outer)).toEqual({ evals: inner, outcomes: undefined });
});

it('finds outcomes where they are a folder', async () => {
  const clone = await writeRoutellmTree(smallTree);
  await writeFile(path.join(clone, 'outcomes'), 'a file');
  expect((await locateData(clone)).outcomes).toBeUndefined();
  const other = await writeRoutellmTree(smallTree);
  await mkdir(path.join(other, 'outcomes'));
  expect((await locateData(other)).outcomes).toBe(path.join(other, 'outcomes'));
});

it('asks for RouteLLM by name where it is not', async () => {
  const folder = temporaryFolder();
  await expect(locateData(folder)).rejects.toThrow(`No benchmark files in ${folder}`);
  await expect(locateData(path.join(folder, 'nowhere'))).rejects.toThrow('lm-sys/RouteLLM');
});

import { appendFile, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { openDraftRecord } from '../../src/node/draftFile';
import type { ModelRef } from '../../src/routing/chat';
import { temporaryFolder } from './temporaryFolder';

const ref: ModelRef = { provider: 'openai', baseUrl: 'http://localhost:11434/v1', model: 'llama' };
const fail = (error: unknown) => {
  throw error;
};
const linesIn = async (folder: string) =>
  (await readFile(path.join(folder, 'drafts.jsonl'), 'utf8')).trim().split('\n').length;

describe('the record of drafts', () => {
  test('outlives the process, by model, in order', async () => {
    const folder = temporaryFolder();
    const record = await openDraftRecord(folder, fail);
    record.add(ref, -0.5);
    await expect.poll(() => linesIn(folder)).toBe(1);
    record.add({ ...ref, model: 'other' }, -9);
    await expect.poll(() => linesIn(folder)).toBe(2);
    record.add(ref, -0.25);
    await expect.poll(() => linesIn(folder)).toBe(3);
    const reopened = await openDraftRecord(folder, fail);
    expect(reopened.recent(ref)).toEqual([-0.5, -0.25]);
    expect(reopened.recent({ ...ref, baseUrl: 'http://elsewhere/v1' })).toEqual([]);
  });

  test('passes over lines that are none, and keeps the latest two hundred', async () => {
    const folder = temporaryFolder();
    const lines = Array.from({ length: 250 }, (_, rank) =>
      JSON.stringify({ baseUrl: ref.baseUrl, model: ref.model, meanLogProbability: -rank }),
    );
    await appendFile(path.join(folder, 'drafts.jsonl'), `null\n{"baseUrl":1}\n${lines.join('\n')}\n{"base`);
    const { length, 0: first } = (await openDraftRecord(folder, fail)).recent(ref);
    expect([length, first]).toEqual([200, -50]);
  });

  test('that cannot be written counts in this process, and says so', async () => {
    const folder = temporaryFolder();
    const problems: unknown[] = [];
    const record = await openDraftRecord(path.join(folder, 'file', 'below'), (error) => problems.push(error));
    await appendFile(path.join(folder, 'file'), 'in the way');
    record.add(ref, -1);
    expect(record.recent(ref)).toEqual([-1]);
    await expect.poll(() => problems.length).toBe(1);
  });
});

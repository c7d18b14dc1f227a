import { appendFileSync, chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createLedgerFile } from '../../../src/node/ledger/ledgerFile';
import { temporaryFolder } from '../temporaryFolder';
import { entryWith } from './entries';
import { readWholeLedger } from './wholeLedger';

test('what is appended is read back, in order, from one file a month', async () => {
  const folder = path.join(temporaryFolder(), 'made', 'when', 'needed');
  const ledger = createLedgerFile(folder);
  const entries = [
    entryWith({ id: 'a', time: '2026-10-31T23:59:59.000Z' }),
    entryWith({ id: 'b', time: '2026-11-01T00:00:00.000Z' }),
    entryWith({ id: 'c', time: '2026-11-02T00:00:00.000Z' }),
  ];
  for (const entry of entries) await ledger.append(entry);

  expect(readdirSync(folder)).toEqual(['ledger-2026-10.jsonl', 'ledger-2026-11.jsonl']);
  expect(await readWholeLedger(folder)).toEqual({ entries, skippedLines: 0 });
});

test('a ledger that does not exist yet is empty', async () => {
  const folder = path.join(temporaryFolder(), 'none');
  expect(await readWholeLedger(folder)).toEqual({ entries: [], skippedLines: 0 });
});

test('a torn last line is skipped and counted, and the next entry is not glued to it', async () => {
  const folder = temporaryFolder();
  const ledger = createLedgerFile(folder);
  const [before, after] = [entryWith({ id: 'before' }), entryWith({ id: 'after' })];
  await ledger.append(before);
  appendFileSync(
    path.join(folder, 'ledger-2026-11.jsonl'),
    JSON.stringify(entryWith({ id: 'torn' })).slice(0, 80),
  );
  await ledger.append(after);

  expect(await readWholeLedger(folder)).toEqual({ entries: [before, after], skippedLines: 1 });
});

test('lines that are JSON but no entry are skipped and counted', async () => {
  const folder = temporaryFolder();
  writeFileSync(path.join(folder, 'ledger-2026-11.jsonl'), '{"version":99}\nnull\n[]\n\n');
  expect(await readWholeLedger(folder)).toEqual({ entries: [], skippedLines: 3 });
});

test('other files in the folder are left alone', async () => {
  const folder = temporaryFolder();
  writeFileSync(path.join(folder, 'notes.jsonl'), 'not a ledger\n');
  expect(await readWholeLedger(folder)).toEqual({ entries: [], skippedLines: 0 });
});

test('many appends at once are all kept whole', async () => {
  const folder = temporaryFolder();
  const ledger = createLedgerFile(folder);
  const ids = Array.from({ length: 200 }, (_, number) => `entry-${number}`);
  await Promise.all(ids.map((id) => ledger.append(entryWith({ id }))));

  const { entries, skippedLines } = await readWholeLedger(folder);
  expect(skippedLines).toBe(0);
  expect(entries.map((entry) => entry.id).sort()).toEqual(ids.sort());
});

test('the file is for its owner alone and holds no text of the prompt', async () => {
  const folder = temporaryFolder();
  const ledger = createLedgerFile(folder);
  await ledger.append(entryWith());
  const line = JSON.parse(readFileSync(path.join(folder, 'ledger-2026-11.jsonl'), 'utf8')) as object;
  expect(Object.keys(line).sort()).toEqual(
    [
      'alwaysStrongCost',
      'alwaysWeakCost',
      'conversation',
      'cost',
      'decision',
      'door',
      'id',
      'kind',
      'ms',
      'outcome',
      'pair',
      'time',
      'usage',
      'version',
    ].sort(),
  );
});

test('a place that cannot be written is an error, not silence', async () => {
  const blocked = path.join(temporaryFolder(), 'a file, not a folder');
  writeFileSync(blocked, '');
  chmodSync(blocked, 0o400);
  await expect(createLedgerFile(path.join(blocked, 'ledger')).append(entryWith())).rejects.toThrow(
    /ENOTDIR|EEXIST/,
  );
});

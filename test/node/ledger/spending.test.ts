import { appendFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { createLedgerFile } from '../../../src/node/ledger/ledgerFile';
import { createLedgerReader } from '../../../src/node/ledger/ledgerReader';
import { createSpending } from '../../../src/node/ledger/spending';
import { temporaryFolder } from '../temporaryFolder';
import { entryWith } from './entries';

const dayOf = (time: string) => time.slice(0, 10);
const readerOf = (folder: string, dayOf: (time: string) => string) =>
  createLedgerReader({ folder, dayOf, zone: () => 'test' });

async function setting() {
  const folder = temporaryFolder();
  const ledger = createLedgerFile(folder);
  const spend = (time: string, cost: number | null) => ledger.append(entryWith({ time: time, cost }));
  return { folder, spend, spending: createSpending(readerOf(folder, dayOf)) };
}

describe('what was spent', () => {
  test('is the sum of a day or of a month, and grows with the ledger', async () => {
    const { spend, spending } = await setting();
    expect(await spending.spentIn('2026-11')).toBe(0);
    await spend('2026-11-23T10:00:00.000Z', 1);
    await spend('2026-11-24T10:00:00.000Z', 2);
    expect(await spending.spentIn('2026-11-24')).toBe(2);
    await spend('2026-11-24T11:00:00.000Z', 4);
    expect(await spending.spentIn('2026-11-24')).toBe(6);
    expect(await spending.spentIn('2026-11')).toBe(7);
  });

  test('counts a month that began in the file of the one before', async () => {
    const folder = temporaryFolder();
    // Where the clock is five hours ahead of UTC.
    const ahead = (time: string) => new Date(Date.parse(time) + 5 * 3_600_000).toISOString().slice(0, 10);
    await createLedgerFile(folder).append(entryWith({ time: '2026-10-31T21:00:00.000Z', cost: 3 }));
    expect(await createSpending(readerOf(folder, ahead)).spentIn('2026-11')).toBe(3);
  });

  test('leaves out calls of unknown price, practice and damaged lines', async () => {
    const { folder, spend, spending } = await setting();
    await spend('2026-11-24T10:00:00.000Z', null);
    await spend('2026-11-24T10:00:00.000Z', 1);
    await appendFile(path.join(folder, 'ledger-2026-11.jsonl'), 'not JSON\n');
    await createLedgerFile(folder).append(
      entryWith({ time: '2026-11-24T10:00:00.000Z', kind: 'practice', cost: 9 }),
    );
    expect(await spending.spentIn('2026-11')).toBe(1);
  });

  test('leaves a line that is still being written for the next time', async () => {
    const { folder, spend, spending } = await setting();
    await spend('2026-11-24T10:00:00.000Z', 1);
    const line = JSON.stringify(entryWith({ time: '2026-11-24T10:00:00.000Z', cost: 2 }));
    const file = path.join(folder, 'ledger-2026-11.jsonl');
    await appendFile(file, line.slice(0, 40));
    expect(await spending.spentIn('2026-11')).toBe(1);
    await appendFile(file, `${line.slice(40)}\n`);
    expect(await spending.spentIn('2026-11')).toBe(3);
  });

  test('is nothing once everything was erased', async () => {
    const { folder, spend, spending } = await setting();
    await spend('2026-11-24T10:00:00.000Z', 1);
    expect(await spending.spentIn('2026-11')).toBe(1);
    await rm(folder, { recursive: true });
    expect(await spending.spentIn('2026-11')).toBe(0);
  });
});

import { execFile } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { createLedgerFile } from '../../../src/node/ledger/ledgerFile';
import { createLedgerReader } from '../../../src/node/ledger/ledgerReader';
import { temporaryFolder } from '../temporaryFolder';
import { entryWith } from './entries';
import { buildProcess } from './ledgerProcess';
import { readWholeLedger } from './wholeLedger';

const curves = { benchmarks: [], routers: {} };
const run = promisify(execFile);
const reportOf = (folder: string, now = () => Date.parse('2026-12-24')) =>
  createLedgerReader({ folder, dayOf: (time) => time.slice(0, 10), zone: () => 'UTC', now }).report({
    today: '2026-12-24',
    curves,
  });
const monthOf = (folder: string) => path.join(folder, 'ledger-2026-11.jsonl');

describe('a disk without room', () => {
  // Linux's own device that is always full.
  test.skipIf(!existsSync('/dev/full'))('is named, loses nothing, and is written to again', async () => {
    const folder = temporaryFolder();
    const ledger = createLedgerFile(folder);
    await ledger.append(entryWith({ id: 'october', time: '2026-10-31T10:00:00.000Z' }));
    symlinkSync('/dev/full', monthOf(folder));
    await expect(ledger.append(entryWith())).rejects.toThrow(
      `${monthOf(folder)} cannot be written: the disk is full. Make room on it.`,
    );
    rmSync(monthOf(folder));
    await ledger.append(entryWith({ id: 'november' }));
    const { entries, skippedLines } = await readWholeLedger(folder);
    expect(entries.map(({ id }) => id)).toEqual(['october', 'november']);
    expect(skippedLines).toBe(0);
  });

  // The system takes what there is room for, and calls half a line no error.
  test.skipIf(process.platform === 'win32')('tears a line at worst, and says so of no other', async () => {
    const folder = temporaryFolder();
    const writer = await buildProcess('ledgerWriter');
    const limited = `ulimit -f 64 && exec "$0" "$@"`;
    const failed = await run('sh', ['-c', limited, process.execPath, writer, folder, 'run', '10000']).catch(
      (error: { stdout: string; stderr: string }) => error,
    );
    expect(failed.stderr).toContain('cannot be written: no file of this process may grow so large');
    const acknowledged = failed.stdout.trim().split('\n');
    expect(acknowledged.length).toBeGreaterThan(10);

    const ledger = createLedgerFile(folder);
    const torn = await readWholeLedger(folder);
    expect(torn.entries.map(({ id }) => id)).toEqual(acknowledged);
    expect(torn.skippedLines).toBe(1);
    await ledger.append(entryWith({ id: 'later' }));
    expect((await readWholeLedger(folder)).entries.map(({ id }) => id)).toEqual([...acknowledged, 'later']);
    expect(await reportOf(folder)).toMatchObject({ calls: acknowledged.length + 1, skippedLines: 1 });
  });
});

test.skipIf(process.platform === 'win32')(
  'a read-only folder is named, and its report can be read',
  async () => {
    const folder = temporaryFolder();
    const guest = await buildProcess('ledgerGuest');
    // Of an earlier format and of a month that is over, so that it should be written anew, and a summary beside it.
    const lines = Array.from({ length: 600 }, () => `${JSON.stringify({ ...entryWith(), version: 1 })}\n`);
    writeFileSync(monthOf(folder), lines.join(''), { mode: 0o444 });
    chmodSync(path.dirname(guest), 0o755);
    chmodSync(folder, 0o555);
    const { stdout } = await run(process.execPath, [guest, folder]);
    expect(JSON.parse(stdout)).toEqual({
      calls: 600,
      failure: expect.stringContaining('cannot be written: it is read-only. Allow writing there'),
    });
    chmodSync(folder, 0o755);
    expect(readdirSync(folder)).toEqual(['ledger-2026-11.jsonl']);
  },
);

test('a clock that goes back puts entries where they say they are, and loses none', async () => {
  const folder = temporaryFolder();
  const ledger = createLedgerFile(folder);
  let now = Date.parse('2026-12-24');
  const reader = createLedgerReader({
    folder,
    dayOf: (time) => time.slice(0, 10),
    zone: () => 'UTC',
    now: () => now,
  });
  const calls = async () => (await reader.report({ today: '2026-12-24', curves })).calls;
  const times = ['2026-12-24T10:00:00.000Z', '2026-11-24T10:00:00.000Z', '2026-11-23T10:00:00.000Z'];
  for (const [index, time] of times.entries()) {
    now = Date.parse(time);
    await ledger.append(entryWith({ id: time, time }));
    expect(await calls()).toBe(index + 1);
  }
  expect((await reader.latest(3)).map(({ id }) => id)).toEqual(times);
  const { days, recorded } = await reportOf(folder);
  expect(days.map(({ day, calls }) => [day, calls])).toEqual([
    ['2026-11-23', 1],
    ['2026-11-24', 1],
    ['2026-12-24', 1],
  ]);
  expect(recorded).toEqual({ from: '2026-11-23', to: '2026-12-24' });
});

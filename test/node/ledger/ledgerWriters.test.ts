import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { createLedgerReader } from '../../../src/node/ledger/ledgerReader';
import { temporaryFolder } from '../temporaryFolder';
import { entryWith } from './entries';
import { buildProcess } from './ledgerProcess';
import { readWholeLedger } from './wholeLedger';

const curves = { benchmarks: [], routers: {} };

interface Writer {
  readonly process: ChildProcessByStdio<null, Readable, null>;
  /** Settles once it has ended and all it said was heard. */
  readonly acknowledged: Promise<readonly string[]>;
}

function write(writer: string, folder: string, name: string, count: number): Writer {
  const process_ = spawn(process.execPath, [writer, folder, name, String(count)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  process_.stdout.on('data', (data) => {
    said += String(data);
  });
  // What was said in part when it was killed was not said.
  const acknowledged = once(process_, 'close').then(() => said.split('\n').slice(0, -1));
  return { process: process_, acknowledged };
}

const readerOf = (folder: string) =>
  createLedgerReader({ folder, dayOf: (time) => time.slice(0, 10), zone: () => 'UTC' });

test('two processes append ten thousand entries each while a third reads, and none is lost', async () => {
  const writer = await buildProcess('ledgerWriter');
  const folder = temporaryFolder();
  const reader = readerOf(folder);
  const writers = ['one', 'other'].map((name) => write(writer, folder, name, 10_000));
  let running = true;
  const ends = Promise.all(writers.map(({ acknowledged }) => acknowledged)).finally(() => {
    running = false;
  });
  while (running) await reader.tallies();
  const acknowledged = (await ends).flat();
  expect(acknowledged).toHaveLength(20_000);

  const { entries, skippedLines } = await readWholeLedger(folder);
  expect(skippedLines).toBe(0);
  expect(entries.map(({ id }) => id).sort()).toEqual(acknowledged.sort());
  // The one who read meanwhile, and one who starts now, count each of them once.
  for (const each of [reader, readerOf(folder)]) {
    expect(await each.report({ today: '2026-11-24', curves })).toMatchObject({
      calls: 20_000,
      skippedLines: 0,
    });
  }
}, 120_000);

test('whoever is killed 200 times while writing loses nothing that was acknowledged', async () => {
  const writer = await buildProcess('ledgerWriter');
  const folder = temporaryFolder();
  const acknowledged: string[] = [];
  let planted = 0;
  for (let kill = 0; kill < 200; kill++) {
    const { process: process_, acknowledged: ids } = write(writer, folder, `run${kill}`, 1_000_000);
    // Killed in the middle of what it does next, after another number of entries each time.
    let heard = 0;
    process_.stdout.on('data', (data) => {
      heard += String(data).split('\n').length - 1;
      if (heard > kill % 20) process_.kill('SIGKILL');
    });
    acknowledged.push(...(await ids));
    // A signal seldom cuts a write in two, a machine that stops does: so half a line is left behind.
    if (kill % 10 === 0) {
      const line = JSON.stringify(entryWith({ id: `torn${kill}` }));
      appendFileSync(
        path.join(folder, 'ledger-2026-11.jsonl'),
        line.slice(0, 1 + ((kill * 7) % (line.length - 1))),
      );
      planted++;
    }
  }
  expect(acknowledged.length).toBeGreaterThanOrEqual(200);

  const { entries, skippedLines } = await readWholeLedger(folder);
  const ids = new Set(entries.map(({ id }) => id));
  expect(acknowledged.filter((id) => !ids.has(id))).toEqual([]);
  expect(ids.size).toBe(entries.length);
  expect(skippedLines).toBeGreaterThanOrEqual(planted);
  expect([...ids].filter((id) => id.startsWith('torn'))).toEqual([]);
  const report = await readerOf(folder).report({ today: '2026-11-24', curves });
  expect(report).toMatchObject({ calls: entries.length, skippedLines });
}, 300_000);

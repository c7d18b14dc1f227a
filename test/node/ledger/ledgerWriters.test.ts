import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { createLedgerFile } from '../../../src/node/ledger/ledgerFile';
import { createLedgerReader } from '../../../src/node/ledger/ledgerReader';
import { temporaryFolder } from '../temporaryFolder';

const curves = { benchmarks: [], routers: {} };

/** @returns the file to run */
async function buildWriter(): Promise<string> {
  const outfile = path.join(temporaryFolder(), 'ledgerWriter.cjs');
  await build({
    entryPoints: [path.join(import.meta.dirname, 'ledgerWriter.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
  });
  return outfile;
}

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
  createLedgerReader({ folder, dayOf: (time) => time.slice(0, 10), zone: 'UTC' });

test('two processes append ten thousand entries each while a third reads, and none is lost', async () => {
  const writer = await buildWriter();
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

  const { entries, skippedLines } = await createLedgerFile(folder).readAll();
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
  const writer = await buildWriter();
  const folder = temporaryFolder();
  const acknowledged: string[] = [];
  for (let kill = 0; kill < 200; kill++) {
    const { process: process_, acknowledged: ids } = write(writer, folder, `run${kill}`, 1_000_000);
    // Killed in the middle of what it does next, after another number of entries each time.
    let heard = 0;
    process_.stdout.on('data', (data) => {
      heard += String(data).split('\n').length - 1;
      if (heard > kill % 20) process_.kill('SIGKILL');
    });
    acknowledged.push(...(await ids));
  }
  expect(acknowledged.length).toBeGreaterThanOrEqual(200);

  const { entries, skippedLines } = await createLedgerFile(folder).readAll();
  const ids = new Set(entries.map(({ id }) => id));
  expect(acknowledged.filter((id) => !ids.has(id))).toEqual([]);
  expect(ids.size).toBe(entries.length);
  const report = await readerOf(folder).report({ today: '2026-11-24', curves });
  expect(report).toMatchObject({ calls: entries.length, skippedLines });
}, 300_000);

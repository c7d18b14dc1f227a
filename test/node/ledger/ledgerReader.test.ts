import {
  appendFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createLedgerFile } from '../../../src/node/ledger/ledgerFile';
import { createLedgerReader } from '../../../src/node/ledger/ledgerReader';
import { readLines, readLinesBackwards } from '../../../src/node/textLines';
import type { Entry } from '../../../src/routing/ledger/ledger';
import { temporaryFolder } from '../temporaryFolder';
import { entryWith } from './entries';
import { readWholeLedger } from './wholeLedger';

const curves = { benchmarks: [], routers: {} };
const today = '2026-11-24';
const dayOf = (time: string) => time.slice(0, 10);
const readerOf = (folder: string, now = Date.parse('2026-11-24')) =>
  createLedgerReader({ folder, dayOf, zone: () => 'UTC', now: () => now });
const november = (folder: string) => path.join(folder, 'ledger-2026-11.jsonl');
const lineOf = (changes: Partial<Entry> = {}) => `${JSON.stringify(entryWith(changes))}\n`;
const older = (changes: Partial<Entry> = {}) => `${JSON.stringify({ ...entryWith(changes), version: 1 })}\n`;

/** Enough for a summary to be kept. */
function manyLines(count = 600): string {
  return Array.from({ length: count }, (_, number) => lineOf({ id: `entry-${number}` })).join('');
}
const callsOf = async (folder: string) => (await readerOf(folder).report({ today, curves })).calls;
const summaries = (folder: string) => readdirSync(folder).filter((name) => name.endsWith('.summary.json'));

describe('a summary', () => {
  test('is kept beside its month, for the owner alone, and read on from where it ends', async () => {
    const folder = temporaryFolder();
    writeFileSync(november(folder), manyLines());
    expect(await callsOf(folder)).toBe(600);
    expect(summaries(folder)).toEqual(['ledger-2026-11.UTC.summary.json']);
    // Whoever read it again would stumble over this.
    const bytes = readFileSync(november(folder));
    const half = bytes.indexOf('\n', bytes.length / 2) + 1;
    writeFileSync(november(folder), bytes.fill('x', 0, half - 1));
    expect(await callsOf(folder)).toBe(600);
    appendFileSync(november(folder), lineOf());
    expect(await callsOf(folder)).toBe(601);
  });

  test('that is lost or damaged is made anew', async () => {
    const folder = temporaryFolder();
    writeFileSync(november(folder), manyLines());
    expect(await callsOf(folder)).toBe(600);
    const summary = path.join(folder, summaries(folder)[0] ?? '');
    writeFileSync(summary, '{"half":');
    expect(await callsOf(folder)).toBe(600);
    rmSync(summary);
    expect(await callsOf(folder)).toBe(600);
  });

  test('of a file that shrank, or is another one, is of no use', async () => {
    const folder = temporaryFolder();
    const reader = readerOf(folder);
    writeFileSync(november(folder), manyLines());
    expect((await reader.report({ today, curves })).calls).toBe(600);
    truncateSync(november(folder), readFileSync(november(folder)).indexOf('\n') + 1);
    expect((await reader.report({ today, curves })).calls).toBe(1);
    writeFileSync(november(folder), manyLines(700).replaceAll('entry-', 'other-'));
    expect((await reader.report({ today, curves })).calls).toBe(700);
    rmSync(november(folder));
    expect((await reader.report({ today, curves })).calls).toBe(0);
  });
});

test('torn, damaged and newer lines are counted, and no entry is lost by them', async () => {
  const folder = temporaryFolder();
  writeFileSync(november(folder), `${lineOf()}{"version":1\nnull\n{"version":99,"id":"later"}\n{"ver`);
  const reader = readerOf(folder);
  const before = await reader.report({ today, curves });
  expect(before).toMatchObject({ calls: 1, skippedLines: 3, newerLines: 1 });
  await createLedgerFile(folder).append(entryWith());
  expect(await reader.report({ today, curves })).toMatchObject({ calls: 2, skippedLines: 3, newerLines: 1 });
});

describe('a file of the earlier format', () => {
  const damaged = 'damaged\n{"version":3}\n';

  test('of a month that is over is written anew once, and stays as a backup', async () => {
    const folder = temporaryFolder();
    const old = `${older({ id: 'a' })}${damaged}${older({ id: 'b' })}{"torn`;
    writeFileSync(november(folder), old);
    const reader = readerOf(folder, Date.parse('2026-12-24'));
    const expected = { calls: 2, skippedLines: 2, newerLines: 1 };
    expect(await reader.report({ today, curves })).toMatchObject(expected);
    const written = `${lineOf({ id: 'a' })}${damaged}${lineOf({ id: 'b' })}{"torn`;
    expect(readFileSync(november(folder), 'utf8')).toBe(written);
    expect(readFileSync(`${november(folder)}.backup`, 'utf8')).toBe(old);
    expect(await reader.report({ today, curves })).toMatchObject(expected);
    expect(await readerOf(folder).report({ today, curves })).toMatchObject(expected);
    expect(readdirSync(folder).filter((name) => !name.includes('summary'))).toEqual([
      'ledger-2026-11.jsonl',
      'ledger-2026-11.jsonl.backup',
    ]);
  });

  test('that is still written to is read as it is', async () => {
    const folder = temporaryFolder();
    writeFileSync(november(folder), older({ id: 'a' }));
    await createLedgerFile(folder).append(entryWith({ id: 'b' }));
    expect(await readerOf(folder).report({ today, curves })).toMatchObject({ calls: 2 });
    expect(existsSync(`${november(folder)}.backup`)).toBe(false);
    expect((await readWholeLedger(folder)).entries.map(({ version }) => version)).toEqual([2, 2]);
  });
});

test('the latest come from the end, without those before being read', async () => {
  const folder = temporaryFolder();
  const october = path.join(folder, 'ledger-2026-10.jsonl');
  writeFileSync(october, lineOf({ id: 'october', time: '2026-10-31T00:00:00.000Z' }));
  writeFileSync(
    november(folder),
    ['02', '03', '01'].map((day) => lineOf({ id: day, time: `2026-11-${day}T00:00:00.000Z` })).join(''),
  );
  const ids = async (count: number, range = {}) =>
    (await readerOf(folder).latest(count, range)).map(({ id }) => id);
  expect(await ids(10)).toEqual(['03', '02', '01', 'october']);
  expect(await ids(2, { to: '2026-11-02' })).toEqual(['02', '01']);
  expect(await ids(9, { from: '2026-11-02', to: '2026-11-02' })).toEqual(['02']);
  const all: string[] = [];
  for await (const { id } of readerOf(folder).entries({ to: '2026-11-02' })) all.push(id);
  expect(all).toEqual(['october', '02', '01']);
});

test('lines are the same from both ends, whatever their length', async () => {
  const folder = temporaryFolder();
  const anyLine = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 30 }),
    fc.integer({ min: 65_000, max: 1_100_000 }).map((length) => 'é'.repeat(length)),
  );
  const anyFile = fc.tuple(fc.array(anyLine, { maxLength: 6 }), fc.constantFrom('', 'torn'));
  await fc.assert(
    fc.asyncProperty(anyFile, async ([lines, torn]) => {
      const whole = lines.map((line) => line.replaceAll('\n', ' '));
      const file = path.join(folder, 'lines');
      writeFileSync(file, whole.map((line) => `${line}\n`).join('') + torn);
      const expected = whole.filter((line) => line !== '');
      const forwards: string[] = [];
      const { end, tornBytes } = await readLines(file, 0, (line) => forwards.push(line));
      expect(forwards).toEqual(expected);
      expect([end, tornBytes]).toEqual([
        Buffer.byteLength(whole.map((line) => `${line}\n`).join('')),
        torn.length,
      ]);
      const backwards: string[] = [];
      for await (const line of readLinesBackwards(file)) backwards.push(line);
      expect(backwards.reverse()).toEqual(expected);
    }),
    { numRuns: 40 },
  );
});

import { execFile } from 'node:child_process';
import { appendFileSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import esbuild from 'esbuild';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  createSignalFile,
  eraseSignals,
  packEmbedding,
  unpackEmbedding,
} from '../../../src/node/learning/signalFile';
import { anyBetween } from '../../anyBetween';
import { temporaryFolder } from '../temporaryFolder';
import { signalWith } from './storedSignals';

describe('the signal file', () => {
  test('gives back what was appended, in order, also to another process', async () => {
    const folder = path.join(temporaryFolder(), 'made', 'when', 'needed');
    const signals = [signalWith(), signalWith({ signal: { kind: 'edit', side: 'weak', accepted: false } })];
    const file = createSignalFile(folder, 'encoder-1');
    for (const signal of signals) await file.append(signal);
    expect(await createSignalFile(folder, 'encoder-1').readAll()).toEqual({ signals, skippedLines: 0 });
  });

  test('is nothing where there are no signals', async () => {
    const file = createSignalFile(path.join(temporaryFolder(), 'none'), 'encoder-1');
    expect(await file.readAll()).toEqual({ signals: [], skippedLines: 0 });
    expect(await file.stamp()).toBe('');
  });

  test('passes over and counts torn and strange lines, and writes on after one', async () => {
    const folder = temporaryFolder();
    const file = createSignalFile(folder, 'encoder-1');
    const [first, second] = [signalWith(), signalWith()];
    await file.append(first);
    const name = path.join(folder, 'signals-encoder-1-1.jsonl');
    const strange = [
      { ...signalWith(), version: 2 },
      { ...signalWith(), winRate: 1 },
      { ...signalWith(), signal: { kind: 'verdict', side: 'weak' } },
      { ...signalWith(), signal: { kind: 'kept', side: 'both' } },
      { ...signalWith(), pair: { strong: 'dear' } },
      'text',
      null,
    ];
    appendFileSync(name, `${strange.map((value) => `${JSON.stringify(value)}\n`).join('')}{"version":1,"ti`);
    await file.append(second);
    expect(await file.readAll()).toEqual({ signals: [first, second], skippedLines: strange.length + 1 });
  });

  test('keeps the newest of two files’ worth, however many come', async () => {
    const folder = temporaryFolder();
    const file = createSignalFile(folder, 'encoder-1');
    const embedding = packEmbedding(new Float32Array(384).fill(0.05));
    const count = 1200;
    for (let i = 0; i < count; i++) await file.append(signalWith({ entry: `entry ${i}`, embedding }));
    const { signals, skippedLines } = await file.readAll();
    expect(skippedLines).toBe(0);
    expect(signals.length).toBeGreaterThan(250);
    expect(signals.map(({ entry }) => entry)).toEqual(
      Array.from({ length: signals.length }, (_, i) => `entry ${count - signals.length + i}`),
    );
    const bytes = readdirSync(folder).map((name) => statSync(path.join(folder, name)).size);
    expect(bytes.length).toBe(2);
    expect(Math.max(...bytes)).toBeLessThan(257 * 1024);
  });

  test('drops what another encoder wrote', async () => {
    const folder = temporaryFolder();
    await createSignalFile(folder, 'encoder-1').append(signalWith());
    const file = createSignalFile(folder, 'encoder-2');
    expect((await file.readAll()).signals).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('loses nothing that two processes append at once', async () => {
    const [folder, scripts] = [temporaryFolder(), temporaryFolder()];
    const script = path.join(scripts, 'append.cjs');
    await esbuild.build({
      stdin: {
        contents: `
          import { createSignalFile } from './src/node/learning/signalFile';
          const [folder, signals] = process.argv.slice(2);
          const file = createSignalFile(folder, 'encoder-1');
          (async () => { for (const signal of JSON.parse(signals)) await file.append(signal); })();`,
        resolveDir: path.join(import.meta.dirname, '..', '..', '..'),
        loader: 'ts',
      },
      bundle: true,
      platform: 'node',
      outfile: script,
    });
    const signals = [0, 1].map((writer) =>
      Array.from({ length: 100 }, (_, i) => signalWith({ entry: `${writer} ${i}` })),
    );
    const run = promisify(execFile);
    await Promise.all(signals.map((own) => run(process.execPath, [script, folder, JSON.stringify(own)])));
    const { signals: kept, skippedLines } = await createSignalFile(folder, 'encoder-1').readAll();
    expect(skippedLines).toBe(0);
    const entries = (all: typeof kept) => all.map(({ entry }) => entry).sort();
    expect(entries(kept)).toEqual(entries(signals.flat()));
  });

  test('verdicts on one answer are blanked where they stand, and nothing else is moved or lost', async () => {
    const folder = temporaryFolder();
    const file = createSignalFile(folder, 'encoder-1');
    const verdict = (helpful: boolean) => ({ kind: 'verdict', side: 'weak', helpful }) as const;
    const [before, after] = [signalWith({ router: 'naïve' }), signalWith({ entry: 'rated' })];
    await file.append(before);
    await file.append(signalWith({ entry: 'rated', signal: verdict(true) }));
    // A line torn within a letter of two bytes.
    const name = path.join(folder, 'signals-encoder-1-1.jsonl');
    appendFileSync(name, Buffer.from('{"torn":"ï').subarray(0, -1));
    await file.append(signalWith({ entry: 'rated', signal: verdict(false) }));
    await file.append(after);
    const [stamp, size] = [await file.stamp(), statSync(name).size];
    await file.removeVerdicts('rated');
    expect(await file.readAll()).toEqual({ signals: [before, after], skippedLines: 1 });
    expect(statSync(name).size).toBe(size);
    expect(await file.stamp()).not.toBe(stamp);
    expect(readFileSync(name, 'utf8')).not.toContain('verdict');
  });

  test('is erased whole, of whatever encoder, and leaves no trace of a signal', async () => {
    const folder = temporaryFolder();
    await createSignalFile(folder, 'encoder-1').append(signalWith({ entry: 'to-be-erased' }));
    mkdirSync(path.join(folder, 'other'));
    writeFileSync(path.join(folder, 'signals-of-old.jsonl'), 'to-be-erased');
    await eraseSignals(folder);
    expect(readdirSync(folder)).toEqual(['other']);
    await eraseSignals(path.join(folder, 'never-made'));
  });

  test('holds a line with numbers and names alone', async () => {
    const folder = temporaryFolder();
    const signal = signalWith();
    await createSignalFile(folder, 'encoder-1').append(signal);
    const line = readFileSync(path.join(folder, 'signals-encoder-1-1.jsonl'), 'utf8');
    expect(Object.keys(JSON.parse(line)).sort()).toEqual(
      ['version', 'time', 'entry', 'embedding', 'router', 'winRate', 'pair', 'signal'].sort(),
    );
  });
});

describe('a packed embedding', () => {
  test('of (0.6, −0.8) is 95 and −127', () => {
    expect([...Buffer.from(packEmbedding(Float32Array.of(0.6, -0.8)), 'base64')]).toEqual([95, 256 - 127]);
    const [x, y] = unpackEmbedding(packEmbedding(Float32Array.of(0.6, -0.8)));
    expect(x).toBeCloseTo(95 / Math.hypot(95, 127), 6);
    expect(y).toBeCloseTo(-127 / Math.hypot(95, 127), 6);
  });

  test('points where the embedding did, to within a hundredth of cosine', () => {
    fc.assert(
      fc.property(fc.array(anyBetween(-1, 1), { minLength: 384, maxLength: 384 }), (numbers) => {
        const length = Math.hypot(...numbers);
        fc.pre(length > 0.1);
        const unit = Float32Array.from(numbers, (value) => value / length);
        const back = unpackEmbedding(packEmbedding(unit));
        expect(Math.hypot(...back)).toBeCloseTo(1, 5);
        expect(back.reduce((sum, value, i) => sum + value * (unit[i] ?? 0), 0)).toBeGreaterThan(0.99);
      }),
    );
  });
});

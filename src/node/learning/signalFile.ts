import { open, readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Signal } from '../../routing/learning/preference';
import { ifThere } from '../ifThere';
import { appendJsonLine } from '../jsonLineFile';

/** A signal as it is kept: what was shown, and of the prompt nothing but numbers. */
export interface StoredSignal {
  readonly version: 1;
  /** ISO 8601 in UTC. */
  readonly time: string;
  /** The ledger's entry of the answer. */
  readonly entry: string;
  /** The prompt's embedding, as {@link packEmbedding} writes it. */
  readonly embedding: string;
  /** The router that decided, and its win rate before anything learnt. */
  readonly router: string;
  readonly winRate: number;
  /** The two models that the signal is about. */
  readonly pair: { readonly strong: string; readonly weak: string };
  readonly signal: Signal;
}

export interface StoredSignals {
  /** Oldest first. */
  readonly signals: readonly StoredSignal[];
  readonly skippedLines: number;
}

/**
 * Signals on disk, shared by all windows and the command line: JSON lines in files that follow one another. The oldest file
 * goes when a third would be needed, so that some hundreds of the newest signals are kept. Each line is one write at the
 * end of a file, so two processes lose nothing.
 */
export interface SignalFile {
  /** @throws when it could not be written */
  append(signal: StoredSignal): Promise<void>;
  /** Blanks what is kept of verdicts on an answer, embeddings and all. */
  removeVerdicts(entry: string): Promise<void>;
  readAll(): Promise<StoredSignals>;
  /** A text that changes with the files; '' where there are none. */
  stamp(): Promise<string>;
}

/** A line has about 850 bytes: some 300 signals a file. */
const mostBytes = 256 * 1024;
const filesKept = 2;

/** Where signals lie in the data folder. */
export function learningFolder(dataFolder: string): string {
  return path.join(dataFolder, 'learning');
}

/**
 * @param folder made with the first signal
 * @param encoder which encoder the embeddings are from, in letters, digits, dots and hyphens; those of another are
 * of no use any more and go with the first look at the files
 */
export function createSignalFile(folder: string, encoder: string): SignalFile {
  let droppedOthers = false;

  const files = async (): Promise<Numbered[]> => {
    const all = await signalFiles(folder);
    if (!droppedOthers) {
      for (const name of all.filter((one) => parseName(one)?.encoder !== encoder)) await remove(folder, name);
      droppedOthers = true;
    }
    return all
      .flatMap((name) => {
        const parsed = parseName(name);
        return parsed?.encoder === encoder ? [{ name, number: parsed.number }] : [];
      })
      .sort((a, b) => a.number - b.number);
  };

  return {
    append: async (signal) => {
      const there = await files();
      const last = there.at(-1);
      const isFull = last !== undefined && (await sizeOf(folder, last.name)) >= mostBytes;
      const number = (last?.number ?? 1) + (isFull ? 1 : 0);
      await appendJsonLine(path.join(folder, `signals-${encoder}-${number}.jsonl`), signal);
      for (const old of there.filter((one) => one.number <= number - filesKept))
        await remove(folder, old.name);
    },
    removeVerdicts: async (entry) => {
      for (const { name } of await files()) {
        await blankLinesIfThere(path.join(folder, name), (line) => {
          const stored = parseSignal(line);
          return stored?.entry === entry && stored.signal.kind === 'verdict';
        });
      }
    },
    readAll: async () => {
      const signals: StoredSignal[] = [];
      let skippedLines = 0;
      for (const { name } of await files()) {
        for (const line of (await ifThere(readFile(path.join(folder, name), 'utf8'), '')).split('\n')) {
          if (line.trim() === '') continue;
          const signal = parseSignal(line);
          if (signal === undefined) skippedLines++;
          else signals.push(signal);
        }
      }
      return { signals, skippedLines };
    },
    stamp: async () => {
      const there = await files();
      const states = await Promise.all(there.map(({ name }) => stateOf(path.join(folder, name))));
      return states.join('\n');
    },
  };
}

/** Removes all signals, of whatever encoder. */
export async function eraseSignals(folder: string): Promise<void> {
  for (const name of await signalFiles(folder)) await remove(folder, name);
}

/** A unit vector as base64 of one signed byte a number, the largest 127 or −127. */
export function packEmbedding(values: Float32Array): string {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  return Buffer.from(Int8Array.from(values, (value) => Math.round((127 * value) / largest)).buffer).toString(
    'base64',
  );
}

/** @returns a unit vector, each number off by at most 1/254 of the largest before it was scaled */
export function unpackEmbedding(packed: string): Float32Array {
  const bytes = Buffer.from(packed, 'base64');
  const values = Float32Array.from(bytes, (_, i) => bytes.readInt8(i));
  const length = Math.hypot(...values) || 1;
  return values.map((value) => value / length);
}

interface Numbered {
  readonly name: string;
  readonly number: number;
}

function parseName(name: string): { readonly encoder: string; readonly number: number } | undefined {
  const [, encoder, number] = /^signals-([\w.-]+)-(\d+)\.jsonl$/.exec(name) ?? [];
  return encoder === undefined ? undefined : { encoder, number: Number(number) };
}

async function signalFiles(folder: string): Promise<string[]> {
  const names = await ifThere(readdir(folder), []);
  return names.filter((name) => name.startsWith('signals-'));
}

async function sizeOf(folder: string, name: string): Promise<number> {
  return (await ifThere(stat(path.join(folder, name)), { size: 0 })).size;
}

/** A blanked line changes the time alone. */
async function stateOf(file: string): Promise<string> {
  const found = await ifThere(stat(file), undefined);
  return found === undefined ? `${file} gone` : `${file} ${found.size} ${found.mtimeMs}`;
}

/** Writes blanks over lines where they stand, so that another process may append meanwhile. */
async function blankLinesIfThere(file: string, isUnwanted: (line: string) => boolean): Promise<void> {
  const handle = await ifThere(open(file, 'r+'), undefined);
  if (handle === undefined) return;
  try {
    // Places are counted in bytes, since a torn line need not be whole UTF-8.
    const bytes = await handle.readFile();
    for (let from = 0, to = 0; from < bytes.length; from = to + 1) {
      const end = bytes.indexOf('\n', from);
      to = end === -1 ? bytes.length : end;
      if (isUnwanted(bytes.toString('utf8', from, to)))
        await handle.write(Buffer.alloc(to - from, ' '), 0, to - from, from);
    }
  } finally {
    await handle.close();
  }
}

function remove(folder: string, name: string): Promise<void> {
  return rm(path.join(folder, name), { force: true });
}

function parseSignal(line: string): StoredSignal | undefined {
  try {
    const stored = JSON.parse(line) as Partial<StoredSignal> | null;
    if (stored?.version !== 1 || !isSignal(stored.signal)) return undefined;
    const { time, entry, embedding, router, winRate, pair } = stored;
    const texts = [time, entry, embedding, router, pair?.strong, pair?.weak];
    const whole = texts.every((text) => typeof text === 'string' && text !== '');
    return whole && typeof winRate === 'number' && winRate >= 0 && winRate < 1
      ? (stored as StoredSignal)
      : undefined;
  } catch {
    return undefined;
  }
}

function isSignal(value: Partial<Signal> | undefined): boolean {
  if (value?.side !== 'strong' && value?.side !== 'weak') return false;
  switch (value.kind) {
    case 'verdict':
      return typeof value.helpful === 'boolean';
    case 'edit':
      return typeof value.accepted === 'boolean';
    default:
      return value.kind === 'retried' || value.kind === 'kept';
  }
}

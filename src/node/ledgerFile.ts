import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Entry, Ledger } from '../routing/ledger';
import { appendJsonLine } from './jsonLineFile';

/** All entries that could be read, oldest file first, and how many lines could not. */
export interface LedgerContents {
  readonly entries: readonly Entry[];
  readonly skippedLines: number;
}

/** The ledger on disk: JSON lines, a file a month (`ledger-2026-11.jsonl`), shared by every host. */
export interface LedgerFile extends Ledger {
  readAll(): Promise<LedgerContents>;
}

const monthFile = /^ledger-\d{4}-\d{2}\.jsonl$/;

/** @param folder made with the first entry */
export function createLedgerFile(folder: string): LedgerFile {
  return {
    append: (entry) => appendJsonLine(path.join(folder, `ledger-${entry.time.slice(0, 7)}.jsonl`), entry),
    readAll: async () => {
      const entries: Entry[] = [];
      let skippedLines = 0;
      for (const name of await ledgerMonthFiles(folder)) {
        for (const line of (await readFile(path.join(folder, name), 'utf8')).split('\n')) {
          if (line === '') continue;
          const entry = parseEntry(line);
          if (entry === undefined) skippedLines++;
          else entries.push(entry);
        }
      }
      return { entries, skippedLines };
    },
  };
}

/** The ledger's files of a folder, oldest first; none where there is no folder. */
export async function ledgerMonthFiles(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => monthFile.test(name)).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** @returns undefined for a line that is no entry */
export function parseEntry(line: string): Entry | undefined {
  try {
    const entry = JSON.parse(line) as Partial<Entry> | null;
    return entry?.version === 1 && entry.decision && entry.usage && entry.time ? (entry as Entry) : undefined;
  } catch {
    return undefined;
  }
}

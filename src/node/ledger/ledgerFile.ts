import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { type Entry, entryVersion, type Ledger, upgradeEntry } from '../../routing/ledger/ledger';
import { ifThere } from '../ifThere';
import { appendJsonLine } from '../jsonLineFile';
import { readLines } from '../textLines';

/** All entries that could be read, oldest file first, and how many lines could not. */
export interface LedgerContents {
  readonly entries: readonly Entry[];
  readonly skippedLines: number;
}

/** The ledger on disk: JSON lines, a file a month (`ledger-2026-11.jsonl`), shared by every host. */
export interface LedgerFile extends Ledger {
  /** Holds the whole ledger in memory: for tests and small tools. */
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
        const { tornBytes } = await readLines(path.join(folder, name), 0, (line) => {
          const read = readEntry(line);
          if (read.kind === 'entry') entries.push(read.entry);
          else skippedLines++;
        });
        if (tornBytes > 0) skippedLines++;
      }
      return { entries, skippedLines };
    },
  };
}

/** The ledger's files of a folder, oldest first; none where there is no folder. */
export async function ledgerMonthFiles(folder: string): Promise<string[]> {
  const names = await ifThere(readdir(folder), []);
  return names.filter((name) => monthFile.test(name)).sort();
}

/** What a line of the ledger holds. */
export type LedgerLine =
  | { readonly kind: 'entry'; readonly entry: Entry; readonly format: 'today' | 'older' }
  /** Written by a later version of Turnout. */
  | { readonly kind: 'newer' }
  | { readonly kind: 'damaged' };

export function readEntry(line: string): LedgerLine {
  let value: (Omit<Entry, 'version'> & { readonly version?: unknown }) | null;
  try {
    value = JSON.parse(line);
  } catch {
    return { kind: 'damaged' };
  }
  const version = value?.version;
  if (typeof version !== 'number') return { kind: 'damaged' };
  if (version > entryVersion) return { kind: 'newer' };
  if (version < 1 || !value?.decision || !value.usage || !value.time || !value.pair || !value.outcome) {
    return { kind: 'damaged' };
  }
  return version === entryVersion
    ? { kind: 'entry', entry: value as Entry, format: 'today' }
    : { kind: 'entry', entry: upgradeEntry(value), format: 'older' };
}

import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { type Entry, entryVersion, type Ledger, upgradeEntry } from '../../routing/ledger/ledger';
import { ifThere } from '../ifThere';
import { appendJsonLine } from '../jsonLineFile';

const monthFile = /^ledger-\d{4}-\d{2}\.jsonl$/;

/**
 * The ledger on disk: JSON lines, a file a month (`ledger-2026-11.jsonl`), shared by every host.
 *
 * @param folder made with the first entry
 */
export function createLedgerFile(folder: string): Ledger {
  return {
    append: (entry) => appendJsonLine(path.join(folder, `ledger-${entry.time.slice(0, 7)}.jsonl`), entry),
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

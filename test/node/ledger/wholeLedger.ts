import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ledgerMonthFiles, readEntry } from '../../../src/node/ledger/ledgerFile';
import type { Entry } from '../../../src/routing/ledger/ledger';

/** All that a ledger holds, its oldest file first, and how many lines are no entries. */
export async function readWholeLedger(
  folder: string,
): Promise<{ readonly entries: readonly Entry[]; readonly skippedLines: number }> {
  const files = await ledgerMonthFiles(folder);
  const lines = files.flatMap((name) => readFileSync(path.join(folder, name), 'utf8').split('\n'));
  const read = lines.filter((line) => line !== '').map(readEntry);
  const entries = read.flatMap((line) => (line.kind === 'entry' ? [line.entry] : []));
  return { entries, skippedLines: read.length - entries.length };
}

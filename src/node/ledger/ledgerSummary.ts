import { open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { emptyTally, type Tally } from '../../routing/ledger/tally';
import { addEntry } from '../../routing/ledger/tallying';
import { recordTally, restoreTally, type TallyRecord } from '../../routing/ledger/tallyRecord';
import { readLines } from '../textLines';
import { readEntry } from './ledgerFile';

/** What a file of the ledger comes to, as far as it was read. */
export interface MonthSummary extends LineCounts {
  /** Where the last line that is in it ends, in bytes. */
  readonly bytes: number;
  /** What stands right before that place, to tell a file that only grew from another one. */
  readonly mark: string;
  readonly tally: Tally;
  /** Whether a torn line stands behind; it counts once the next entry shows that it stays so. */
  readonly torn: boolean;
}

interface LineCounts {
  readonly damagedLines: number;
  /** Of a later version of Turnout. */
  readonly newerLines: number;
  /** Of an earlier format, read as if they were of today's. */
  readonly olderLines: number;
}

export const unread: MonthSummary = {
  bytes: 0,
  mark: '',
  tally: emptyTally(),
  torn: false,
  damagedLines: 0,
  newerLines: 0,
  olderLines: 0,
};

const markBytes = 64;

/**
 * Reads on from where a summary ends; from the start where the file is no longer the one it was made from.
 *
 * @param dayOf an ISO time's calendar day where the user is, YYYY-MM-DD
 */
export async function readOn(
  file: string,
  before: MonthSummary,
  dayOf: (time: string) => string,
): Promise<MonthSummary> {
  const isSame = before.bytes > 0 && (await readMark(file, before.bytes)) === before.mark;
  // A reader may be looking at the tally meanwhile, but never in the middle of a line.
  const { bytes, tally } = isSame ? before : { bytes: 0, tally: emptyTally() };
  const counts = isSame
    ? { damagedLines: before.damagedLines, newerLines: before.newerLines, olderLines: before.olderLines }
    : { damagedLines: 0, newerLines: 0, olderLines: 0 };
  const { end, tornBytes } = await readLines(file, bytes, (line) => {
    const read = readEntry(line);
    if (read.kind === 'damaged') counts.damagedLines++;
    else if (read.kind === 'newer') counts.newerLines++;
    else {
      if (read.format === 'older') counts.olderLines++;
      addEntry(tally, read.entry, dayOf(read.entry.time));
    }
  });
  const mark = isSame && end === bytes ? before.mark : await readMark(file, end);
  return { ...counts, bytes: end, mark, tally, torn: tornBytes > 0 };
}

/** @returns what stands before a place; less than asked for where the file is shorter */
async function readMark(file: string, place: number): Promise<string> {
  const handle = await open(file);
  try {
    const start = Math.max(0, place - markBytes);
    const buffer = Buffer.alloc(place - start);
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, start);
    return buffer.toString('base64', 0, bytesRead);
  } finally {
    await handle.close();
  }
}

type SummaryRecord = Omit<MonthSummary, 'tally' | 'torn'> & { readonly tally: TallyRecord };

/**
 * Keeps a summary; another window finds the old one or the new one, never half of it.
 *
 * @throws when it could not be written; nothing of it stays
 */
export async function saveSummary(file: string, { torn: _, tally, ...rest }: MonthSummary): Promise<void> {
  const record: SummaryRecord = { ...rest, tally: recordTally(tally) };
  const unfinished = `${file}.${process.pid}`;
  try {
    await writeFile(unfinished, JSON.stringify(record), { mode: 0o600 });
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

/** @returns the summary that was kept; nothing read where there is none, or none that can be used */
export async function openSummary(file: string): Promise<MonthSummary> {
  try {
    const { tally: record, ...rest } = JSON.parse(await readFile(file, 'utf8')) as SummaryRecord;
    const tally = restoreTally(record);
    return tally === undefined ? unread : { ...rest, tally, torn: false };
  } catch {
    // It can be made anew from the ledger, which is the truth.
    return unread;
  }
}

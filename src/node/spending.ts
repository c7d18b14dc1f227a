import { open, stat } from 'node:fs/promises';
import path from 'node:path';
import { ledgerMonthFiles, parseEntry } from './ledgerFile';

/** What the calls on record have cost, by the user's own calendar days. */
export interface Spending {
  /**
   * @param period the beginning of a day, YYYY-MM-DD or YYYY-MM
   * @returns US dollars; calls of unknown price count nothing
   */
  spentIn(period: string): Promise<number>;
}

/** How much of a file has been read, and what it came to. */
interface Read {
  readonly bytes: number;
  readonly days: ReadonlyMap<string, number>;
}

const unread: Read = { bytes: 0, days: new Map() };

/**
 * Reads the ledger as it grows, each line once, so that asking before every prompt costs no more than a look at its
 * latest lines. Other windows' calls count as well.
 *
 * @param dayOf an ISO time's calendar day where the user is, YYYY-MM-DD
 */
export function createSpending(folder: string, dayOf: (time: string) => string): Spending {
  const files = new Map<string, Read>();
  let reading: Promise<void> = Promise.resolve();

  const readOn = async () => {
    // A file is named after a month in UTC, and a day of the user's may begin in the one before.
    const names = (await ledgerMonthFiles(folder)).slice(-2);
    for (const name of names)
      files.set(name, await readFrom(path.join(folder, name), files.get(name) ?? unread, dayOf));
    for (const name of files.keys()) if (!names.includes(name)) files.delete(name);
  };

  return {
    spentIn: async (period) => {
      reading = reading.catch(() => {}).then(readOn);
      await reading;
      let spent = 0;
      for (const { days } of files.values()) {
        for (const [day, cost] of days) if (day.startsWith(period)) spent += cost;
      }
      return spent;
    },
  };
}

async function readFrom(file: string, before: Read, dayOf: (time: string) => string): Promise<Read> {
  const { size } = await stat(file);
  // Erased and begun anew.
  const known = size < before.bytes ? unread : before;
  if (size === known.bytes) return known;
  const handle = await open(file);
  try {
    const fresh = Buffer.alloc(size - known.bytes);
    const { bytesRead } = await handle.read(fresh, 0, fresh.length, known.bytes);
    // A line that is still being written is left for the next time.
    const end = fresh.subarray(0, bytesRead).lastIndexOf('\n') + 1;
    const days = new Map(known.days);
    for (const line of fresh.toString('utf8', 0, end).split('\n')) {
      const entry = line === '' ? undefined : parseEntry(line);
      if (entry?.kind !== 'call' || entry.cost === null) continue;
      const day = dayOf(entry.time);
      days.set(day, (days.get(day) ?? 0) + entry.cost);
    }
    return { bytes: known.bytes + end, days };
  } finally {
    await handle.close();
  }
}

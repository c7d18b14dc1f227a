import path from 'node:path';
import { type DateRange, isWithin } from '../../routing/days';
import type { Entry } from '../../routing/ledger/ledger';
import type { Tally } from '../../routing/ledger/tally';
import type { Report } from '../../routing/report/report';
import { reportOf } from '../../routing/report/reporting';
import type { QualityCurves } from '../../routing/slider/stopForecast';
import { readBlocks, readLinesBackwards } from '../textLines';
import { ledgerMonthFiles, readEntry } from './ledgerFile';
import { isOver, migrate } from './ledgerMigration';
import { type MonthSummary, openSummary, readOn, saveSummary, unread } from './ledgerSummary';
import { rememberDay } from './localDay';

/**
 * Reads the ledger as it grows, each line once: what was read is kept as a summary beside each month's file, so that a
 * process that starts reads no more than the lines since. Other windows' calls count as well.
 */
export interface LedgerReader {
  /** What the whole ledger comes to, a part for each month. They grow: to be used before the next call. */
  tallies(): Promise<readonly Tally[]>;
  report(options: ReportOptions): Promise<Report>;
  /** @returns the entries of the latest months that were written last, newest first; nothing older is read */
  latest(count: number, range?: DateRange): Promise<readonly Entry[]>;
  /** All entries of a range, a month after the other, each as they were written. */
  entries(range?: DateRange): AsyncGenerator<Entry>;
}

export interface ReportOptions {
  readonly range?: DateRange;
  /** YYYY-MM-DD where the user is. */
  readonly today: string;
  readonly curves: QualityCurves;
  /** 20 if left out. */
  readonly latestCount?: number;
}

export interface LedgerReaderOptions {
  /** The ledger's; it need not exist. */
  readonly folder: string;
  /** An ISO time's calendar day where the user is, YYYY-MM-DD. */
  readonly dayOf: (time: string) => string;
  /** The name of the time zone that `dayOf` goes by; summaries of another one are of no use. */
  readonly zone: () => string;
  /** Milliseconds since the epoch; `Date.now` if left out. */
  readonly now?: () => number;
}

/** A summary is written anew once so much more was read: seldom, and yet nobody who starts has much to read. */
const savedEveryBytes = 1 << 18;

export function createLedgerReader({
  folder,
  zone,
  now = Date.now,
  ...options
}: LedgerReaderOptions): LedgerReader {
  const dayOf = rememberDay(options.dayOf);
  const months = new Map<string, { summary: MonthSummary; savedBytes: number }>();
  let reading: Promise<void> = Promise.resolve();

  const readMonth = async (name: string) => {
    const file = path.join(folder, name);
    const saved = path.join(folder, name.replace(/\.jsonl$/, `.${zoneName(zone())}.summary.json`));
    const before = months.get(name) ?? { summary: await openSummary(saved), savedBytes: -1 };
    const savedBytes = before.savedBytes === -1 ? before.summary.bytes : before.savedBytes;
    let summary = await readOn(file, before.summary, dayOf);
    if (summary.olderLines > 0 && isOver(name, now()) && (await isDone(migrate(file)))) {
      summary = await readOn(file, unread, dayOf);
    }
    const isBehind = summary.bytes < savedBytes || summary.bytes - savedBytes >= savedEveryBytes;
    const saves = isBehind || (summary.bytes !== savedBytes && isOver(name, now()));
    const isSaved = saves && (await isDone(saveSummary(saved, summary)));
    months.set(name, { summary, savedBytes: isSaved ? summary.bytes : savedBytes });
  };

  const readAll = async () => {
    const names = await ledgerMonthFiles(folder);
    for (const name of names) {
      try {
        await readMonth(name);
      } catch (error) {
        // Half of what it came to may be summed already.
        months.delete(name);
        throw error;
      }
    }
    for (const name of months.keys()) if (!names.includes(name)) months.delete(name);
  };

  /** One reading after the other: two would count the same lines twice. */
  const refresh = async () => {
    reading = reading.catch(() => {}).then(readAll);
    await reading;
    return [...months.values()].map(({ summary }) => summary);
  };

  const mayHold = (name: string, { from, to }: DateRange) => {
    // A day of the user's may lie in the file of the month before or after, as its UTC time does.
    const month = name.slice('ledger-'.length, 'ledger-YYYY-MM'.length);
    return (
      (from === undefined || month >= monthBefore(from)) && (to === undefined || monthBefore(month) <= to)
    );
  };

  const isIn = (entry: Entry, range: DateRange) => isWithin(dayOf(entry.time), range);

  const latest = async (count: number, range: DateRange = {}) => {
    const found: Entry[] = [];
    for (const name of (await ledgerMonthFiles(folder)).reverse()) {
      if (found.length >= count) break;
      if (!mayHold(name, range)) continue;
      for await (const line of readLinesBackwards(path.join(folder, name))) {
        const read = readEntry(line);
        if (read.kind !== 'entry' || !isIn(read.entry, range)) continue;
        found.push(read.entry);
        if (found.length >= count) break;
      }
    }
    return found.sort((a, b) => b.time.localeCompare(a.time));
  };

  return {
    tallies: async () => (await refresh()).map(({ tally }) => tally),
    latest,
    report: async ({ range = {}, today, curves, latestCount = 20 }) => {
      const summaries = await refresh();
      const newest = await latest(latestCount, range);
      const count = (of: (summary: MonthSummary) => number) =>
        summaries.reduce((sum, summary) => sum + of(summary), 0);
      return reportOf({
        tallies: summaries.map(({ tally }) => tally),
        range,
        today,
        curves,
        latest: newest,
        skippedLines: count(({ damagedLines, torn }) => damagedLines + (torn ? 1 : 0)),
        newerLines: count(({ newerLines }) => newerLines),
      });
    },
    entries: async function* (range = {}) {
      for (const name of await ledgerMonthFiles(folder)) {
        if (!mayHold(name, range)) continue;
        for await (const lines of readBlocks(path.join(folder, name), 0)) {
          for (const line of lines) {
            const read = readEntry(line);
            if (read.kind === 'entry' && isIn(read.entry, range)) yield read.entry;
          }
        }
      }
    },
  };
}

/** Whether a file was written that only saves work later: without room for it, or in a read-only folder, all is read as it is. */
function isDone(writing: Promise<void>): Promise<boolean> {
  return writing.then(
    () => true,
    () => false,
  );
}

/** As a part of a file's name. */
function zoneName(zone: string): string {
  return zone.replace(/[^A-Za-z0-9]+/g, '-');
}

/** @param day YYYY-MM-DD or YYYY-MM @returns YYYY-MM */
function monthBefore(day: string): string {
  const [year = 0, month = 1] = day.split('-').map(Number);
  return new Date(Date.UTC(year, month - 2)).toISOString().slice(0, 'YYYY-MM'.length);
}

import type { DateRange } from '../../../src/routing/days';
import type { Entry } from '../../../src/routing/ledger/ledger';
import { emptyTally, type Tally } from '../../../src/routing/ledger/tally';
import { addEntry } from '../../../src/routing/ledger/tallying';
import type { Report } from '../../../src/routing/report/report';
import { reportOf } from '../../../src/routing/report/reporting';

const utcDay = (time: string) => time.slice(0, 10);

export function tallyOf(entries: readonly Entry[], dayOf = utcDay): Tally {
  const tally = emptyTally();
  for (const entry of entries) addEntry(tally, entry, dayOf(entry.time));
  return tally;
}

/** Half of the gap is kept at half the share and more, by a router named default. */
const curves = {
  benchmarks: [],
  routers: {
    default: {
      hash: 'abcdef',
      points: [
        { strongShare: 0, pgr: 0, low: 0, high: 0 },
        { strongShare: 0.5, pgr: 0.6, low: 0.5, high: 0.7 },
        { strongShare: 1, pgr: 1, low: 1, high: 1 },
      ],
    },
  },
};

export function reportFrom(tallies: readonly Tally[], range: DateRange = {}): Report {
  return reportOf({
    tallies,
    range,
    today: '2026-11-24',
    curves,
    latest: [],
    skippedLines: 0,
    newerLines: 0,
  });
}

import { type Entry, isAnswer, savingOf } from './ledger';

/** Money in US dollars. Practice calls count in `practiceCalls` alone. */
export interface Report {
  readonly requests: number;
  /** The fraction of requests that went to the strong model; null without requests. */
  readonly strongShare: number | null;
  /** Always-strong cost − actual cost over the priced requests; negative when routing cost more. */
  readonly saved: number;
  readonly spent: number;
  readonly alwaysStrongCost: number;
  readonly alwaysWeakCost: number;
  /** Requests left out of every sum of money because a price is unknown. */
  readonly unpriced: number;
  readonly practiceCalls: number;
  /** One row a day with a request, ascending. */
  readonly days: readonly ReportDay[];
  /** The latest entries, newest first, practice among them. */
  readonly latest: readonly Entry[];
}

export interface ReportDay {
  /** YYYY-MM-DD in the reader's time zone. */
  readonly day: string;
  readonly requests: number;
  readonly spent: number;
  readonly alwaysStrongCost: number;
}

/**
 * Sums up the ledger.
 *
 * @param dayOf an ISO time's calendar day where the user is, YYYY-MM-DD
 */
export function summarise(
  entries: readonly Entry[],
  dayOf: (time: string) => string,
  latestCount = 20,
): Report {
  let strong = 0;
  let requests = 0;
  let practiceCalls = 0;
  let unpriced = 0;
  const sums = { saved: 0, spent: 0, alwaysStrongCost: 0, alwaysWeakCost: 0 };
  const days = new Map<string, { requests: number; spent: number; alwaysStrongCost: number }>();
  for (const entry of entries) {
    if (entry.kind === 'practice') {
      practiceCalls++;
      continue;
    }
    const answers = isAnswer(entry) ? 1 : 0;
    requests += answers;
    if (entry.decision.model === 'strong') strong += answers;
    const day = dayOf(entry.time);
    const row = days.get(day) ?? { requests: 0, spent: 0, alwaysStrongCost: 0 };
    days.set(day, row);
    row.requests += answers;
    const saving = savingOf(entry);
    if (
      saving === null ||
      entry.cost === null ||
      entry.alwaysStrongCost === null ||
      entry.alwaysWeakCost === null
    ) {
      unpriced++;
      continue;
    }
    sums.saved += saving;
    sums.spent += entry.cost;
    sums.alwaysStrongCost += entry.alwaysStrongCost;
    sums.alwaysWeakCost += entry.alwaysWeakCost;
    row.spent += entry.cost;
    row.alwaysStrongCost += entry.alwaysStrongCost;
  }
  return {
    requests,
    strongShare: requests === 0 ? null : strong / requests,
    ...sums,
    unpriced,
    practiceCalls,
    days: [...days].map(([day, row]) => ({ day, ...row })).sort((a, b) => a.day.localeCompare(b.day)),
    latest: [...entries].sort((a, b) => b.time.localeCompare(a.time)).slice(0, latestCount),
  };
}

/** The saving of the entries of one day, in US dollars; unpriced and practice calls count nothing. */
export function savedOn(day: string, entries: readonly Entry[], dayOf: (time: string) => string): number {
  return entries
    .filter((entry) => entry.kind === 'call' && dayOf(entry.time) === day)
    .reduce((sum, entry) => sum + (savingOf(entry) ?? 0), 0);
}

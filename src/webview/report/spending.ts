import type { ReportDay } from '../../routing/report';

/** What had been spent by the end of a day, and what the strong model alone would have cost, in US dollars. */
export interface SpendingPoint {
  /** YYYY-MM-DD */
  readonly day: string;
  readonly spent: number;
  readonly alwaysStrongCost: number;
}

const dayLength = 24 * 60 * 60 * 1000;

/** Running totals for every day from the first to the last, days without a request among them. */
export function accumulateSpending(days: readonly ReportDay[]): SpendingPoint[] {
  const points: SpendingPoint[] = [];
  let spent = 0;
  let alwaysStrongCost = 0;
  for (const row of days) {
    const last = points.at(-1);
    if (last !== undefined) {
      for (const day of daysBetween(last.day, row.day)) points.push({ ...last, day });
    }
    spent += row.spent;
    alwaysStrongCost += row.alwaysStrongCost;
    points.push({ day: row.day, spent, alwaysStrongCost });
  }
  return points;
}

/** The days after `first` and before `last`. Counted in UTC, where every day has 24 hours. */
function daysBetween(first: string, last: string): string[] {
  const days: string[] = [];
  for (let time = Date.parse(first) + dayLength; time < Date.parse(last); time += dayLength) {
    days.push(new Date(time).toISOString().slice(0, 10));
  }
  return days;
}

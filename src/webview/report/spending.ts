import type { ReportDay } from '../../routing/report';

/** What had been spent by the end of a day, and what the strong model alone would have cost, in US dollars. */
export interface SpendingPoint {
  /** YYYY-MM-DD */
  readonly day: string;
  readonly spent: number;
  readonly alwaysStrongCost: number;
}

const dayLength = 24 * 60 * 60 * 1000;

/**
 * Running totals for every day, from nothing on the day before the first request to the last one; days without
 * a request are among them.
 */
export function accumulateSpending(days: readonly Pick<ReportDay, keyof SpendingPoint>[]): SpendingPoint[] {
  const [first] = days;
  if (first === undefined) return [];
  const points: SpendingPoint[] = [{ day: addDay(first.day, -1), spent: 0, alwaysStrongCost: 0 }];
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

/** The days after `first` and before `last`. */
function daysBetween(first: string, last: string): string[] {
  const days: string[] = [];
  for (let day = addDay(first, 1); day < last; day = addDay(day, 1)) days.push(day);
  return days;
}

/** Counted in UTC, where every day has 24 hours. */
function addDay(day: string, count: 1 | -1): string {
  return new Date(Date.parse(day) + count * dayLength).toISOString().slice(0, 10);
}

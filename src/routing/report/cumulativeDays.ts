import { daysBefore } from '../days';
import type { ReportDay } from './report';

/** What has come together by the end of a day, in US dollars. */
export interface CumulativeDay {
  /** YYYY-MM-DD */
  readonly day: string;
  readonly spent: number;
  readonly alwaysStrongCost: number;
  readonly saved: number;
}

/**
 * Running totals, a row a calendar day from the day before the first to the last, which therefore start at nothing.
 *
 * @param days ascending
 */
export function accumulateDays(days: readonly ReportDay[]): CumulativeDay[] {
  const [first] = days;
  if (first === undefined) return [];
  const last = days.at(-1) ?? first;
  const byDay = new Map(days.map((row) => [row.day, row]));
  const sums = { spent: 0, alwaysStrongCost: 0, saved: 0 };
  const points: CumulativeDay[] = [];
  for (let day = daysBefore(first.day, 1); day <= last.day; day = daysBefore(day, -1)) {
    const row = byDay.get(day);
    sums.spent += row?.spent ?? 0;
    sums.alwaysStrongCost += row?.alwaysStrongCost ?? 0;
    sums.saved += row?.saved ?? 0;
    points.push({ day, ...sums });
  }
  return points;
}

/** What may be spent in a day or a month of the user's own calendar. */
export interface Budget {
  /** US dollars, more than 0. */
  readonly amount: number;
  readonly period: 'day' | 'month';
}

/** Up to this part of the budget the slider stays where it was set. */
const untouchedUpTo = 0.7;

/**
 * The strong share that a budget leaves: as it was set until 70 % is spent, then less and less, and none once all is.
 *
 * @param setShare in [0, 1]
 * @param spent US dollars in the present period
 * @returns in [0, setShare]
 */
export function budgetedShare(setShare: number, spent: number, { amount }: Budget): number {
  const left = (1 - spent / amount) / (1 - untouchedUpTo);
  return setShare * Math.min(1, Math.max(0, left));
}

/**
 * The part of a calendar day that names the budget's period.
 *
 * @param day YYYY-MM-DD where the user is
 */
export function periodOf(day: string, { period }: Budget): string {
  return period === 'day' ? day : day.slice(0, 'YYYY-MM'.length);
}

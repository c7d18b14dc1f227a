/** Both days included, YYYY-MM-DD where the user is; open where left out. */
export interface DateRange {
  readonly from?: string;
  readonly to?: string;
}

/** Whether a day lies in a range, whose ends are of it. */
export function isWithin(day: string, { from = '', to }: DateRange): boolean {
  return day >= from && (to === undefined || day <= to);
}

/** The day of the calendar so many before another, or after it where the count is negative, YYYY-MM-DD. */
export function daysBefore(day: string, count: number): string {
  // In UTC every day has 24 hours.
  return new Date(Date.parse(day) - count * 86_400_000).toISOString().slice(0, 10);
}

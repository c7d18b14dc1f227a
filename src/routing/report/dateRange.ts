import { type DateRange, daysBefore } from '../days';
import { TurnoutError, worded } from '../errors';

/** Which days a report is about, as a person says it: "the last 7 days" is another range tomorrow. */
export type RangeChoice =
  | { readonly kind: 'last-7-days' | 'last-30-days' | 'this-month' | 'all' }
  | { readonly kind: 'between'; readonly from: string; readonly to: string };

/** What a report is about until a person chooses. */
export const defaultRange: RangeChoice = { kind: 'last-30-days' };

/** Whether two choices say the same. */
export function isSameRange(one: RangeChoice, other: RangeChoice): boolean {
  if (one.kind !== 'between' || other.kind !== 'between') return one.kind === other.kind;
  return one.from === other.from && one.to === other.to;
}

/**
 * The days a choice means.
 *
 * @param today YYYY-MM-DD where the user is, which is the last day of all but `between`
 */
export function resolveRange(choice: RangeChoice, today: string): DateRange {
  switch (choice.kind) {
    case 'last-7-days':
      return { from: daysBefore(today, 6), to: today };
    case 'last-30-days':
      return { from: daysBefore(today, 29), to: today };
    case 'this-month':
      return { from: `${today.slice(0, 8)}01`, to: today };
    case 'all':
      return {};
    case 'between':
      return { from: choice.from, to: choice.to };
  }
}

/** Whether it is a day of the calendar, YYYY-MM-DD. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(text);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/**
 * The range between two days that a person typed, either left out.
 *
 * @throws TurnoutError `bad-input` that says which is no day, or that they are the wrong way round
 */
export function parseRange({ from, to }: { readonly from?: string; readonly to?: string }): DateRange {
  for (const day of [from, to]) {
    if (day !== undefined && !isDay(day)) {
      throw new TurnoutError(
        'bad-input',
        worded('"{0}" is no day. Write it as year, month and day, such as 2026-03-31.', day),
      );
    }
  }
  if (from !== undefined && to !== undefined && from > to) {
    throw new TurnoutError(
      'bad-input',
      worded('The range ends ({0}) before it begins ({1}). Swap the two.', to, from),
    );
  }
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

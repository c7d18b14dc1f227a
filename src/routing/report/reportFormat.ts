import { fillLabel } from '../fillLabel';
import { formatMoney } from '../ledger/money';

/** How a report writes its values, in one language. */
export interface ReportFormat {
  readonly money: (amount: number | null) => string;
  /** With a sign before anything but zero. */
  readonly signedMoney: (amount: number | null) => string;
  /** @param share in [0, 1] */
  readonly percent: (share: number | null) => string;
  readonly count: (count: number) => string;
  /** A win rate or a threshold, in [0, 1]. */
  readonly rate: (rate: number | null) => string;
  /** @param time ISO 8601 */
  readonly time: (time: string) => string;
  /** Day and month. @param day YYYY-MM-DD */
  readonly day: (day: string) => string;
  /** With its year. @param day YYYY-MM-DD */
  readonly fullDay: (day: string) => string;
}

/**
 * @param language BCP 47
 * @param words `unknown` stands for what nobody knows, `percent` has {0} where the number goes
 */
export function createReportFormat(
  language: string,
  { unknown, percent }: { readonly unknown: string; readonly percent: string },
): ReportFormat {
  const count = new Intl.NumberFormat(language);
  const rate = new Intl.NumberFormat(language, { minimumFractionDigits: 3, maximumFractionDigits: 3 });
  const time = new Intl.DateTimeFormat(language, { dateStyle: 'short', timeStyle: 'short' });
  // A calendar day is no moment: read and written in one zone, it stays the day it is.
  const day = new Intl.DateTimeFormat(language, { month: 'short', day: 'numeric', timeZone: 'UTC' });
  const fullDay = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' });
  return {
    money: (amount) => formatMoney(amount, { language, unknown }),
    signedMoney: (amount) => formatMoney(amount, { language, unknown, sign: 'always' }),
    percent: (share) =>
      share === null ? unknown : fillLabel(percent, count.format(Math.round(share * 100))),
    count: (value) => count.format(value),
    rate: (value) => (value === null ? unknown : rate.format(value)),
    time: (value) => time.format(new Date(value)),
    day: (value) => day.format(new Date(value)),
    fullDay: (value) => fullDay.format(new Date(value)),
  };
}

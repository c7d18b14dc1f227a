import { formatMoney } from '../../routing/money';
import type { ReportState } from '../protocol';

/** How the report writes its values, in one language. */
export interface Format {
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
  /** @param day YYYY-MM-DD */
  readonly day: (day: string) => string;
}

export function createFormat({
  language,
  labels: { unknown },
}: Pick<ReportState, 'language' | 'labels'>): Format {
  const count = new Intl.NumberFormat(language);
  const rate = new Intl.NumberFormat(language, { minimumFractionDigits: 3, maximumFractionDigits: 3 });
  const time = new Intl.DateTimeFormat(language, { dateStyle: 'short', timeStyle: 'short' });
  // A calendar day is no moment: read and written in one zone, it stays the day it is.
  const day = new Intl.DateTimeFormat(language, { month: 'short', day: 'numeric', timeZone: 'UTC' });
  return {
    money: (amount) => formatMoney(amount, { language, unknown }),
    signedMoney: (amount) => formatMoney(amount, { language, unknown, sign: 'always' }),
    percent: (share) => (share === null ? unknown : `${Math.round(share * 100)}\u00a0%`),
    count: (value) => count.format(value),
    rate: (value) => (value === null ? unknown : rate.format(value)),
    time: (value) => time.format(new Date(value)),
    day: (value) => day.format(new Date(value)),
  };
}

const minus = '\u2212';

/** Less is told as less than this; as a difference it is none. In US dollars. */
const least = 1e-6;

/**
 * US dollars with cents; below ten cents with four digits, and two significant ones at least, so that a cheap
 * call is not shown as nothing.
 *
 * @param amount null where a price is unknown: worded, never 0
 * @param sign `always` puts a sign before anything but zero
 */
export function formatMoney(
  amount: number | null,
  { language, unknown, sign = 'negative' }: MoneyFormat,
): string {
  if (amount === null || !Number.isFinite(amount)) return unknown;
  const size = Math.abs(amount);
  if (size > 0 && size < least) {
    return sign === 'always'
      ? formatMoney(0, { language, unknown })
      : `<\u00a0${formatMoney(least, { language, unknown })}`;
  }
  const [fewest, most] =
    size === 0 || size >= 0.1 ? [2, 2] : [4, Math.max(4, 1 - Math.floor(Math.log10(size)))];
  const format = new Intl.NumberFormat(language, {
    style: 'currency',
    currency: 'USD',
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: fewest,
    maximumFractionDigits: most,
    signDisplay: sign === 'always' ? 'exceptZero' : 'negative',
  });
  return format
    .formatToParts(amount)
    .map((part) => (part.type === 'minusSign' ? minus : part.value))
    .join('');
}

export interface MoneyFormat {
  /** BCP 47. */
  readonly language: string;
  /** Stands for a price nobody knows. */
  readonly unknown: string;
  readonly sign?: 'negative' | 'always';
}

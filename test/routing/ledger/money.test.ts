import { expect, test } from 'vitest';
import { formatMoney } from '../../../src/routing/ledger/money';

const english = { language: 'en', unknown: 'unknown' };

test.each([
  [0, '$0.00'],
  [1234.5, '$1,234.50'],
  [0.5, '$0.50'],
  [0.1, '$0.10'],
  [0.0999, '$0.0999'],
  [0.012, '$0.0120'],
  [0.0004, '$0.0004'],
  [0.00042, '$0.00042'],
  [0.000_003_7, '$0.0000037'],
  [0.000_001, '$0.000001'],
  [0.000_000_37, '<\u00a0$0.000001'],
])('%d dollars read %s', (amount, text) => {
  expect(formatMoney(amount, english)).toBe(text);
});

test('no amount but zero reads like nothing', () => {
  for (let amount = 1; amount > 1e-10; amount /= 3) {
    expect(formatMoney(amount, english), String(amount)).toMatch(/[1-9]/);
  }
});

test('an unknown price is worded, never a number', () => {
  expect(formatMoney(null, english)).toBe('unknown');
  expect(formatMoney(Number.NaN, english)).toBe('unknown');
});

test('a loss bears a minus sign, a gain a plus sign where signs are asked for', () => {
  expect(formatMoney(-0.0213, english)).toBe('\u2212$0.0213');
  expect(formatMoney(-2, { ...english, sign: 'always' })).toBe('\u2212$2.00');
  expect(formatMoney(2, { ...english, sign: 'always' })).toBe('+$2.00');
  expect(formatMoney(0, { ...english, sign: 'always' })).toBe('$0.00');
  expect(formatMoney(-5e-9, { ...english, sign: 'always' })).toBe('$0.00');
});

test('each language writes it its own way', () => {
  const german = { language: 'de', unknown: 'unbekannt' };
  expect(formatMoney(-1234.5, german)).toBe('\u22121.234,50\u00a0$');
  expect(formatMoney(0.000_000_37, german)).toBe('<\u00a00,000001\u00a0$');
  expect(formatMoney(0.000_000_37, { ...german, sign: 'always' })).toBe('0,00\u00a0$');
  expect(formatMoney(null, german)).toBe('unbekannt');
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shareEvenly } from '../../../src/extension/quoting/shareEvenly';

describe('a shared budget', () => {
  const wants = fc.array(fc.nat(10_000), { minLength: 1, maxLength: 10 });

  test('gives what is left to those who want more', () => {
    expect(shareEvenly([5, 100, 40], 100)).toEqual([5, 55, 40]);
  });

  test('is never overdrawn, and nobody gets more than is wanted', () => {
    fc.assert(
      fc.property(wants, fc.nat(20_000), (wanted, budget) => {
        const shares = shareEvenly(wanted, budget);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeLessThanOrEqual(budget);
        shares.forEach((share, position) => {
          expect(share).toBeLessThanOrEqual(wanted[position] ?? 0);
        });
      }),
    );
  });

  test('that is enough for all leaves nobody short', () => {
    fc.assert(
      fc.property(wants, (wanted) => {
        const sum = wanted.reduce((total, want) => total + want, 0);
        expect(shareEvenly(wanted, sum)).toEqual(wanted);
      }),
    );
  });
});

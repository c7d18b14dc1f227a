import fc from 'fast-check';

/** Numbers all along a range, its ends among them. Nearly all doubles as fast-check draws them lie next to 0 or to an end. */
export function anyBetween(low: number, high: number): fc.Arbitrary<number> {
  return fc.integer({ min: 0, max: 1_000_000 }).map((step) => low + ((high - low) * step) / 1_000_000);
}

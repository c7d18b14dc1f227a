import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sampleRows } from '../../src/evaluation/sample';

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

it('draws so many rows, each once, in their old order', () => {
  fc.assert(
    fc.property(fc.nat(300), fc.integer({ min: 1, max: 320 }), (count, size) => {
      const drawn = sampleRows(numbers(count), size);
      expect(drawn).toHaveLength(Math.min(count, size));
      expect([...new Set(drawn)].sort((a, b) => a - b)).toEqual(drawn);
    }),
  );
});

it('draws the same rows every time, from the whole range', () => {
  const drawn = sampleRows(numbers(9000), 900);
  expect(sampleRows(numbers(9000), 900)).toEqual(drawn);
  const perThird = [0, 1, 2].map((third) => drawn.filter((row) => Math.floor(row / 3000) === third).length);
  for (const count of perThird) expect(Math.abs(count - 300)).toBeLessThan(60);
});

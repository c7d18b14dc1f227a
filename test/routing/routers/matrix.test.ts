import fc from 'fast-check';
import { expect, it } from 'vitest';
import { dotRows, squaredDistances } from '../../../src/routing/routers/matrix';

const width = 5;
const numbers = (length: number) =>
  fc.array(fc.float({ min: -9, max: 9, noNaN: true }), { minLength: length, maxLength: length });
const matrixAndValues = fc
  .integer({ min: 0, max: 11 })
  .chain((rows) => fc.tuple(numbers(rows * width), numbers(width)));

/** Row by row, each from its first number to its last. */
function sumsOf(
  matrix: readonly number[],
  values: readonly number[],
  term: (a: number, b: number) => number,
) {
  return Array.from({ length: matrix.length / width }, (_, row) =>
    values.reduce((sum, value, i) => sum + term(matrix[row * width + i] ?? Number.NaN, value), 0),
  );
}

it('however many rows there are, each has its own sum, rounded as if it were taken alone', () => {
  fc.assert(
    fc.property(matrixAndValues, ([matrix, values]) => {
      const packed = Float32Array.from(matrix);
      expect([...dotRows(packed, Float64Array.from(values))]).toEqual(
        sumsOf(matrix, values, (number, value) => number * value),
      );
      expect([...squaredDistances(packed, Float64Array.from(values))]).toEqual(
        sumsOf(matrix, values, (number, value) => (value - number) * (value - number)),
      );
    }),
  );
});

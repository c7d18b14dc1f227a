/** The product of one row of a matrix, kept by rows as long as `values`, with `values`. */
export function dotRow(matrix: Float32Array, row: number, values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (matrix[row * values.length + i] ?? 0) * (values[i] ?? 0);
  return sum;
}

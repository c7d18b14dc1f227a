// Matrices are kept by rows, each as long as `values`. Four rows are summed side by side, for an addition waits for the one
// before it; each row's own sum is taken in the order of its numbers all the same, so that nothing is rounded otherwise.

/** @returns for each row its product with `values` */
export function dotRows(matrix: Float32Array, values: Float64Array): Float64Array {
  const width = values.length;
  const sums = new Float64Array(matrix.length / width);
  let row = 0;
  for (; row + 4 <= sums.length; row += 4) {
    const at = row * width;
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let i = 0; i < width; i++) {
      const value = values[i] as number;
      a += (matrix[at + i] as number) * value;
      b += (matrix[at + width + i] as number) * value;
      c += (matrix[at + 2 * width + i] as number) * value;
      d += (matrix[at + 3 * width + i] as number) * value;
    }
    sums[row] = a;
    sums[row + 1] = b;
    sums[row + 2] = c;
    sums[row + 3] = d;
  }
  for (; row < sums.length; row++) {
    let sum = 0;
    for (let i = 0; i < width; i++) sum += (matrix[row * width + i] as number) * (values[i] as number);
    sums[row] = sum;
  }
  return sums;
}

/** @returns for each row its squared distance from `values` */
export function squaredDistances(matrix: Float32Array, values: Float64Array): Float64Array {
  const width = values.length;
  const sums = new Float64Array(matrix.length / width);
  let row = 0;
  for (; row + 4 <= sums.length; row += 4) {
    const at = row * width;
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let i = 0; i < width; i++) {
      const value = values[i] as number;
      const first = value - (matrix[at + i] as number);
      const second = value - (matrix[at + width + i] as number);
      const third = value - (matrix[at + 2 * width + i] as number);
      const fourth = value - (matrix[at + 3 * width + i] as number);
      a += first * first;
      b += second * second;
      c += third * third;
      d += fourth * fourth;
    }
    sums[row] = a;
    sums[row + 1] = b;
    sums[row + 2] = c;
    sums[row + 3] = d;
  }
  for (; row < sums.length; row++) {
    let sum = 0;
    for (let i = 0; i < width; i++) {
      const apart = (values[i] as number) - (matrix[row * width + i] as number);
      sum += apart * apart;
    }
    sums[row] = sum;
  }
  return sums;
}

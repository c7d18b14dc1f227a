/**
 * For each query, its highest cosine with any of the references.
 *
 * @param queries unit-length vectors
 * @param references unit-length vectors of the same length
 * @returns cosines in [−1, 1]; −1 throughout where there are no references
 */
export function highestCosines(
  queries: readonly Float32Array[],
  references: readonly Float32Array[],
): Float64Array {
  const highest = new Float64Array(queries.length).fill(-1);
  // Blocks of references stay in the cache while all queries pass.
  const block = 64;
  for (let start = 0; start < references.length; start += block) {
    const some = references.slice(start, start + block);
    for (const [index, query] of queries.entries()) {
      let best = highest[index] ?? -1;
      for (const reference of some) best = Math.max(best, dot(query, reference));
      highest[index] = best;
    }
  }
  return highest;
}

/**
 * The similarity S(B, D) of a benchmark to training data (paper §5.3, Table 5): the mean over the benchmark's prompts
 * of the highest cosine to a training prompt.
 *
 * @param highest what {@link highestCosines} gave for the benchmark's prompts, at least one
 */
export function datasetSimilarity(highest: ArrayLike<number>): number {
  return Array.from(highest).reduce((sum, cosine) => sum + cosine, 0) / highest.length;
}

/**
 * Pearson's correlation of pairs of numbers.
 *
 * @returns undefined for fewer than three pairs, or where one side does not vary
 */
export function correlation(pairs: readonly (readonly [number, number])[]): number | undefined {
  if (pairs.length < 3) return undefined;
  const meanOf = (side: 0 | 1) => pairs.reduce((sum, pair) => sum + pair[side], 0) / pairs.length;
  const [meanX, meanY] = [meanOf(0), meanOf(1)];
  let [xx, yy, xy] = [0, 0, 0];
  for (const [x, y] of pairs) {
    xx += (x - meanX) ** 2;
    yy += (y - meanY) ** 2;
    xy += (x - meanX) * (y - meanY);
  }
  return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : undefined;
}

function dot(a: Float32Array, b: Float32Array): number {
  // Four running sums, since one would wait for itself at every step.
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  const whole = a.length - (a.length % 4);
  for (let i = 0; i < whole; i += 4) {
    s0 += (a[i] as number) * (b[i] as number);
    s1 += (a[i + 1] as number) * (b[i + 1] as number);
    s2 += (a[i + 2] as number) * (b[i + 2] as number);
    s3 += (a[i + 3] as number) * (b[i + 3] as number);
  }
  for (let i = whole; i < a.length; i++) s0 += (a[i] as number) * (b[i] as number);
  return s0 + s1 + s2 + s3;
}

import { randomNumbers } from './randomNumbers';

const seed = 2406;

/**
 * Draws `size` rows without replacement, the same ones for the same rows and size.
 *
 * @returns them in their old order; all of them where there are no more than `size`
 */
export function sampleRows<T>(rows: readonly T[], size: number): readonly T[] {
  const random = randomNumbers(seed);
  // One pass: a row is taken with the chance that leaves every set of `size` rows equally likely.
  let wanted = size;
  return rows.filter((_, index) => {
    const taken = random() * (rows.length - index) < wanted;
    if (taken) wanted--;
    return taken;
  });
}

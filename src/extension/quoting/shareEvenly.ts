/**
 * Shares a budget out among wants: who wants little gets it, and the others share what is left.
 *
 * @returns for each want at most as much, in the same order
 */
export function shareEvenly(wants: readonly number[], budget: number): number[] {
  const shares = wants.map(() => 0);
  let left = budget;
  const ascending = [...wants.entries()].toSorted(([, a], [, b]) => a - b);
  for (const [done, [position, want]] of ascending.entries()) {
    const share = Math.min(want, Math.floor(left / (wants.length - done)));
    shares[position] = share;
    left -= share;
  }
  return shares;
}

import type { Baseline } from '../baseline';

/**
 * Coin flips, as they do on average: every prompt has the same score, so all cross together and as much of the gap is
 * recovered as calls are made.
 */
export const randomBaseline: Baseline = { name: 'random', score: () => 0 };

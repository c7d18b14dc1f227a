import type { Baseline } from '../baseline';

/** Knows the outcome: prompts in descending order of what the strong model gains on them. No router can do better. */
export const oracleBaseline: Baseline = {
  name: 'oracle',
  score: ({ strongScore, weakScore }) => strongScore - weakScore,
};

import type { Baseline } from '../baseline';

/** The longer a prompt is, in characters, the sooner the strong model answers it. */
export const lengthBaseline: Baseline = { name: 'length', score: ({ prompt }) => prompt.length };

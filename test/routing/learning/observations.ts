import type { Observation } from '../../../src/routing/learning/personalHead';
import { evidenceOf, type Signal } from '../../../src/routing/learning/preference';

/** A unit vector that points mostly along one axis, `tilt` telling how much along the next. */
export function along(axis: number, tilt = 0): Float32Array {
  const values = new Float32Array(8);
  values[axis] = Math.cos(tilt);
  values[(axis + 1) % 8] = Math.sin(tilt);
  return values;
}

let prompts = 0;

export function observe(embedding: Float32Array, winRate: number, signal: Signal): Observation {
  return { prompt: `prompt ${prompts++}`, embedding, winRate, evidence: evidenceOf(signal) };
}

export const kept = (side: 'strong' | 'weak'): Signal => ({ kind: 'kept', side });

/** A person who wants the strong model for prompts along axis 0 and the weak one along axis 4, whatever the router says. */
export function partialTo(count: number): Observation[] {
  return Array.from({ length: count }, (_, i) => {
    const strong = i % 2 === 0;
    const embedding = along(strong ? 0 : 4, (i % 7) / 20);
    return observe(embedding, 0.5 + 0.02 * ((i % 5) - 2), kept(strong ? 'strong' : 'weak'));
  });
}

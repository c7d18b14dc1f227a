import { dotRows } from './matrix';
import type { WeightsReader } from './weights';

/** The directions of the embedding in which training prompts differ most. */
export interface Projection {
  readonly center: Float32Array;
  /** By rows: one direction a row, as long as the embedding. */
  readonly directions: Float32Array;
  readonly count: number;
}

/** @throws TurnoutError `weights-damaged`, naming what does not fit */
export function parseProjection(weights: WeightsReader): Projection {
  const [count, dimensions] = weights.numbers('shape');
  if (count === undefined || dimensions === undefined) {
    return weights.fail('"shape" must hold the directions and the dimensions');
  }
  return {
    count,
    center: weights.floats('center', dimensions),
    directions: weights.floats('directions', count * dimensions),
  };
}

/**
 * What the parts of the default router see of a prompt: the embedding along the projection's directions, then log(1 + count)
 * of each counted feature.
 *
 * @throws Error when the embedding is another encoder's
 */
export function inputsOf(
  { center, directions, count }: Projection,
  embedding: Float32Array,
  features: readonly number[],
): Float64Array {
  const dimensions = center.length;
  if (embedding.length !== dimensions) {
    throw new Error(
      `default.json is made for embeddings of ${dimensions} numbers, not of ${embedding.length}.`,
    );
  }
  const centred = new Float64Array(embedding).map((value, i) => value - (center[i] ?? 0));
  const inputs = new Float64Array(count + features.length);
  inputs.set(dotRows(directions, centred));
  inputs.set(features.map(Math.log1p), count);
  return inputs;
}

import type { BankShape, TrainingBank } from './routers/trainingBank';
import { readWeights, type WeightsReader } from './routers/weights';

/** Labels of the training prompts in a bank, and how they are read. */
export interface NeighbourLabels {
  /** How many training prompts are looked at. */
  readonly nearest: number;
  /** A prompt whose nearest training prompt has a lower cosine is like none. */
  readonly unlikeBelow: number;
  readonly topics: Labelling;
  readonly sources: Labelling;
}

interface Labelling {
  readonly names: readonly string[];
  /** An index into `names` for each row of the bank. */
  readonly ofRow: Int8Array;
}

/** What the training prompts most like a prompt are about, and where they come from. */
export type Neighbourhood =
  | {
      readonly kind: 'like';
      /** The cosine of the nearest, in [−1, 1]. */
      readonly similarity: number;
      /** How many training prompts the shares are of. */
      readonly prompts: number;
      /** The greatest first; together 1. */
      readonly topics: readonly LabelShare[];
      readonly sources: readonly LabelShare[];
    }
  /** Unlike anything in training: the win rate rests on little, and a topic would be a guess. */
  | { readonly kind: 'unlike'; readonly similarity: number; readonly alikeFrom: number };

export interface LabelShare {
  readonly label: string;
  /** In (0, 1]. */
  readonly share: number;
}

/**
 * Reads `neighbours.json`. Twin of training/neighbours.py.
 *
 * @param rows of the bank that the labels are of
 * @throws TurnoutError `weights-damaged`, naming what does not fit
 */
export function parseNeighbourLabels(json: unknown, rows: number): NeighbourLabels {
  const weights = readWeights(json, 'neighbours.json');
  const nearest = weights.number('nearest');
  return {
    nearest: Number.isInteger(nearest) && nearest > 0 ? nearest : weights.fail('"nearest" must be positive'),
    unlikeBelow: weights.number('unlikeBelow'),
    topics: parseLabelling(weights, 'topics', 'topicOfRow', rows),
    sources: parseLabelling(weights, 'sources', 'sourceOfRow', rows),
  };
}

function parseLabelling(weights: WeightsReader, names: string, ofRow: string, rows: number): Labelling {
  const labels = weights.list(names);
  if (!labels.every((name) => typeof name === 'string')) return weights.fail(`"${names}" must hold texts`);
  const indices = weights.bytes(ofRow);
  if (indices.length !== rows) return weights.fail(`"${ofRow}" labels ${indices.length} rows, not ${rows}`);
  return indices.every((index) => index >= 0 && index < labels.length)
    ? { names: labels, ofRow: indices }
    : weights.fail(`"${ofRow}" must hold places in "${names}"`);
}

/** The neighbourhood of a prompt as a function of its embedding. */
export function createNeighbourSearch(
  { nearest, unlikeBelow, topics, sources }: NeighbourLabels,
  { rows, runs }: BankShape,
  bank: TrainingBank,
): (embedding: Float32Array) => Neighbourhood {
  const cosines = new Float64Array(rows);

  /** Of two rows as near as each other, labels decide, so that it makes no difference where in the bank they lie. */
  const isNearer = (row: number, other: number) =>
    ((cosines[row] as number) - (cosines[other] as number) ||
      (topics.ofRow[other] as number) - (topics.ofRow[row] as number) ||
      (sources.ofRow[other] as number) - (sources.ofRow[row] as number)) > 0;

  return (embedding) => {
    bank.measure(embedding, cosines);
    const found: number[] = [];
    for (const { start, end } of runs) {
      for (let row = start; row < end; row++) {
        const last = found.at(-1);
        if (last !== undefined && found.length === nearest && !isNearer(row, last)) continue;
        const place = found.findIndex((other) => isNearer(row, other));
        found.splice(place === -1 ? found.length : place, 0, row);
        if (found.length > nearest) found.pop();
      }
    }
    const similarity = cosines[found[0] ?? -1] ?? 0;
    if (similarity < unlikeBelow) return { kind: 'unlike', similarity, alikeFrom: unlikeBelow };
    return {
      kind: 'like',
      similarity,
      prompts: found.length,
      topics: sharesOf(topics, found),
      sources: sharesOf(sources, found),
    };
  };
}

function sharesOf({ names, ofRow }: Labelling, rows: readonly number[]): LabelShare[] {
  const counts = new Map<number, number>();
  for (const row of rows) {
    const index = ofRow[row] as number;
    counts.set(index, (counts.get(index) ?? 0) + 1);
  }
  return [...counts]
    .sort(([a, countA], [b, countB]) => countB - countA || a - b)
    .map(([index, count]) => ({ label: names[index] as string, share: count / rows.length }));
}

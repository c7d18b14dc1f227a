import { TurnoutError, worded } from '../errors';
import { pairsOf } from './bradleyTerry';

/** How large a bank is and which of its rows count, as `swRanking.json` says. */
export interface BankShape {
  /** The file with the bank: for each row `dimensions` int8, then for each row a byte for each pair of tiers. */
  readonly bank: string;
  readonly rows: number;
  readonly dimensions: number;
  readonly tiers: number;
  /** The rows that count, as runs: from `start` up to `end`, which is not one of them. */
  readonly runs: readonly { readonly start: number; readonly end: number }[];
}

/** The directions of the training prompts, and what became of the comparisons on them. */
export interface TrainingBank {
  /** By rows: a byte for each pair of tiers. */
  readonly outcomes: Uint8Array;
  /**
   * Writes each counting row's cosine with an embedding to its place in `cosines`; places of other rows stay. An
   * embedding of zeros is like none: its cosines are 0.
   *
   * @throws Error when it is another encoder's
   */
  measure(embedding: Float32Array, cosines: Float64Array): void;
}

/**
 * @param bytes what the file {@link BankShape.bank} holds
 * @throws TurnoutError `weights-damaged` when it is of another size than its shape
 */
export function openTrainingBank(
  { bank, rows, dimensions, tiers, runs }: BankShape,
  bytes: Uint8Array,
): TrainingBank {
  const pairs = pairsOf(tiers).length;
  if (bytes.length !== rows * (dimensions + pairs)) {
    throw new TurnoutError(
      'weights-damaged',
      worded(
        '{0} has {1} bytes, not {2}. Install Turnout again, or rebuild models/ as training/README.md says.',
        bank,
        bytes.length,
        rows * (dimensions + pairs),
      ),
    );
  }
  const directions = new Int8Array(bytes.buffer, bytes.byteOffset, rows * dimensions);
  const lengths = lengthsOf(directions, rows, dimensions);
  return {
    outcomes: bytes.subarray(rows * dimensions),
    measure: (embedding, cosines) => {
      if (embedding.length !== dimensions) {
        throw new Error(`${bank} is made for embeddings of ${dimensions} numbers, not ${embedding.length}.`);
      }
      const length = Math.hypot(...embedding);
      for (const run of runs) {
        multiply(directions, run, embedding, cosines);
        for (let row = run.start; row < run.end; row++) {
          cosines[row] = length > 0 ? (cosines[row] as number) / ((lengths[row] as number) * length) : 0;
        }
      }
    },
  };
}

/** In one plain loop: the whole bank takes milliseconds, on a thread that others wait for. */
function lengthsOf(directions: Int8Array, rows: number, dimensions: number): Float64Array {
  const lengths = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    for (let i = row * dimensions; i < (row + 1) * dimensions; i++) sum += (directions[i] as number) ** 2;
    lengths[row] = Math.sqrt(sum);
  }
  return lengths;
}

/** The dot product of each row of a run with the embedding: nearly all the time of a decision is spent here. */
function multiply(
  directions: Int8Array,
  { start, end }: BankShape['runs'][number],
  embedding: Float32Array,
  products: Float64Array,
): void {
  const size = embedding.length;
  // Four rows at a time share what is read of the embedding; at the end of the run they are the same one.
  for (let row = start; row < end; row += 4) {
    const second = Math.min(row + 1, end - 1);
    const third = Math.min(row + 2, end - 1);
    const fourth = Math.min(row + 3, end - 1);
    const [a, b, c, d] = [row * size, second * size, third * size, fourth * size];
    let [sumA, sumB, sumC, sumD] = [0, 0, 0, 0];
    for (let i = 0; i < size; i++) {
      const value = embedding[i] as number;
      sumA += (directions[a + i] as number) * value;
      sumB += (directions[b + i] as number) * value;
      sumC += (directions[c + i] as number) * value;
      sumD += (directions[d + i] as number) * value;
    }
    products[row] = sumA;
    products[second] = sumB;
    products[third] = sumC;
    products[fourth] = sumD;
  }
}

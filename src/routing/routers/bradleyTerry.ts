/** Weighted games between contestants: `met[p]` between the two of pair p, `won[p]` of them by the first. */
export interface Games {
  readonly met: Float64Array;
  readonly won: Float64Array;
}

/** Every pair of contestants, the lower number first: (0, 1), (0, 2), …, (1, 2), … */
export function pairsOf(contestants: number): readonly (readonly [number, number])[] {
  return Array.from({ length: contestants }, (_, first) =>
    Array.from({ length: contestants - first - 1 }, (_, next) => [first, first + 1 + next] as const),
  ).flat();
}

/** Newton's method ends when no strength moves by more. */
const closeEnough = 1e-9;
const mostSteps = 50;

/**
 * Bradley–Terry strengths ξ of least weighted logistic loss, P(first beats second) = σ(ξ₁ − ξ₂); a tie is half a game
 * won. By Newton's method, in steps of at most 1.
 *
 * @param ridge a pull towards 0 beside games that are scaled to add up to 1; positive, for ξ as a whole could lie anywhere
 * @returns log-odds, one a contestant
 */
export function fitStrengths(games: Games, contestants: number, ridge: number): Float64Array {
  const pairs = pairsOf(contestants);
  const total = games.met.reduce((sum, met) => sum + met, 0);
  const strengths = new Float64Array(contestants);
  for (let step = 0; step < mostSteps; step++) {
    const gradient = Array.from(strengths, (strength) => -ridge * strength);
    const hessian = gradient.map((_, row) => gradient.map((_, column) => (row === column ? ridge : 0)));
    const add = (row: number, column: number, value: number) => {
      const cells = hessian[row] as number[];
      cells[column] = (cells[column] as number) + value;
    };
    for (const [p, [first, second]] of pairs.entries()) {
      const met = (games.met[p] as number) / total;
      const expected = 1 / (1 + Math.exp((strengths[second] as number) - (strengths[first] as number)));
      const residual = (games.won[p] as number) / total - met * expected;
      const curvature = met * expected * (1 - expected);
      gradient[first] = (gradient[first] as number) + residual;
      gradient[second] = (gradient[second] as number) - residual;
      add(first, first, curvature);
      add(second, second, curvature);
      add(first, second, -curvature);
      add(second, first, -curvature);
    }
    const move = solve(hessian, gradient);
    const largest = Math.max(...move.map(Math.abs));
    for (const [i, distance] of move.entries()) {
      strengths[i] = (strengths[i] as number) + distance / Math.max(1, largest);
    }
    if (largest < closeEnough) break;
  }
  return strengths;
}

/** Solves a positive definite system by elimination, in place. */
function solve(matrix: number[][], right: number[]): number[] {
  const size = right.length;
  for (let pivot = 0; pivot < size; pivot++) {
    const from = matrix[pivot] as number[];
    for (let row = pivot + 1; row < size; row++) {
      const to = matrix[row] as number[];
      const factor = (to[pivot] as number) / (from[pivot] as number);
      for (let column = pivot; column < size; column++) {
        to[column] = (to[column] as number) - factor * (from[column] as number);
      }
      right[row] = (right[row] as number) - factor * (right[pivot] as number);
    }
  }
  for (let row = size - 1; row >= 0; row--) {
    const cells = matrix[row] as number[];
    let rest = right[row] as number;
    for (let column = row + 1; column < size; column++) {
      rest -= (cells[column] as number) * (right[column] as number);
    }
    right[row] = rest / (cells[row] as number);
  }
  return right;
}

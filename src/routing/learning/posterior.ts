/** A symmetric matrix, by rows. */
export type Matrix = Float64Array;

/** Binary observations with weights, and log-odds that are known of each beforehand. */
export interface Observed {
  readonly offsets: Float64Array;
  /** 1 or 0 each. */
  readonly labels: Float64Array;
  readonly weights: Float64Array;
}

const mostSteps = 30;
/** Newton's method squares its error: a step so small in log-odds leaves next to none. */
const settled = 3e-3;

/**
 * Logistic regression with a Gaussian prior over functions, at its most likely point (Laplace's approximation; Newton's
 * method). Yields between steps, each of which takes time in the cube of the observations, so that a host may breathe.
 *
 * @param covariance of the observations' log-odds under the prior
 * @param start dual weights to begin from
 * @returns dual weights a: the log-odds beyond the offset at any point are its covariances with the observations, times a
 */
export function* fitPosterior(
  covariance: Matrix,
  { offsets, labels, weights }: Observed,
  start?: Float64Array,
): Generator<undefined, Float64Array> {
  const n = labels.length;
  let latent = start === undefined ? new Float64Array(n) : times(covariance, start);
  let dual: Float64Array = new Float64Array(n);
  for (let step = 0; step < mostSteps; step++) {
    const roots = new Float64Array(n);
    const target = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      const chance = sigmoid(at(offsets, i) + at(latent, i));
      const curvature = Math.max(at(weights, i) * chance * (1 - chance), 1e-10);
      roots[i] = Math.sqrt(curvature);
      target[i] = curvature * at(latent, i) + at(weights, i) * (at(labels, i) - chance);
    }
    const system = new Float64Array(n * n);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j <= i; j++)
        system[i * n + j] = at(roots, i) * at(covariance, i * n + j) * at(roots, j);
      system[i * n + i] = at(system, i * n + i) + 1;
    }
    const projected = times(covariance, target).map((value, i) => value * at(roots, i));
    const solved = solve(system, projected);
    dual = target.map((value, i) => value - at(roots, i) * at(solved, i));
    const next = times(covariance, dual);
    const change = next.reduce((most, value, i) => Math.max(most, Math.abs(value - at(latent, i))), 0);
    latent = next;
    yield;
    if (change < settled) break;
  }
  return dual;
}

/** Runs a fit to its end without a pause. */
export function finish<T>(steps: Generator<undefined, T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

export function sigmoid(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}

function times(matrix: Matrix, vector: Float64Array): Float64Array {
  const n = vector.length;
  return vector.map((_, i) => {
    let sum = 0;
    for (let j = 0; j < n; j++) sum += at(matrix, i * n + j) * at(vector, j);
    return sum;
  });
}

/** Solves a positive definite system by Cholesky's factorisation, in place of its lower triangle. */
function solve(system: Matrix, right: Float64Array): Float64Array {
  const n = right.length;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      // Two sums run side by side in the processor; this is where the time goes.
      let even = 0;
      let odd = 0;
      for (let k = 1; k < j; k += 2) {
        even += at(system, i * n + k - 1) * at(system, j * n + k - 1);
        odd += at(system, i * n + k) * at(system, j * n + k);
      }
      if (j % 2 === 1) even += at(system, i * n + j - 1) * at(system, j * n + j - 1);
      const sum = at(system, i * n + j) - even - odd;
      system[i * n + j] = i === j ? Math.sqrt(sum) : sum / at(system, j * n + j);
    }
  }
  const solution = Float64Array.from(right);
  for (let i = 0; i < n; i++) {
    let sum = at(solution, i);
    for (let k = 0; k < i; k++) sum -= at(system, i * n + k) * at(solution, k);
    solution[i] = sum / at(system, i * n + i);
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = at(solution, i);
    for (let k = i + 1; k < n; k++) sum -= at(system, k * n + i) * at(solution, k);
    solution[i] = sum / at(system, i * n + i);
  }
  return solution;
}

function at(values: Float64Array, index: number): number {
  return values[index] ?? 0;
}

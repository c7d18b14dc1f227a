import { describe, expect, test } from 'vitest';
import { finish, fitPosterior, sigmoid } from '../../../src/routing/learning/posterior';

const floats = (...values: number[]) => Float64Array.from(values);

describe('the posterior', () => {
  test('of one observation with variance 1 solves f = y − σ(f): f = 0.4010581', () => {
    const dual = finish(
      fitPosterior(floats(1), { offsets: floats(0), labels: floats(1), weights: floats(1) }),
    );
    expect(dual[0]).toBeCloseTo(0.4010581, 6);
    expect(dual[0]).toBeCloseTo(1 - sigmoid(dual[0] ?? 0), 6);
  });

  test('of one observation with variance 4, offset 1 and half weight solves f = 4 · ½ (y − σ(1 + f))', () => {
    const dual = finish(
      fitPosterior(floats(4), { offsets: floats(1), labels: floats(0), weights: floats(0.5) }),
    );
    const latent = 4 * (dual[0] ?? 0);
    expect(latent).toBeCloseTo(2 * (0 - sigmoid(1 + latent)), 6);
    expect(latent).toBeLessThan(0);
  });

  test('of three that share something meets the condition of its maximum at each', () => {
    const covariance = floats(2, 0.5, 0.1, 0.5, 1, -0.3, 0.1, -0.3, 3);
    const observed = { offsets: floats(0.2, -0.4, 0), labels: floats(1, 0, 1), weights: floats(1, 1, 0.5) };
    const dual = finish(fitPosterior(covariance, observed));
    for (let i = 0; i < 3; i++) {
      const latent = [0, 1, 2].reduce((sum, j) => sum + (covariance[3 * i + j] ?? 0) * (dual[j] ?? 0), 0);
      const chance = sigmoid((observed.offsets[i] ?? 0) + latent);
      expect(dual[i]).toBeCloseTo((observed.weights[i] ?? 0) * ((observed.labels[i] ?? 0) - chance), 5);
    }
  });

  test('is the same from wherever the search begins', () => {
    const observed = { offsets: floats(0, 0), labels: floats(1, 0), weights: floats(1, 1) };
    const covariance = floats(1, 0.5, 0.5, 2);
    const cold = finish(fitPosterior(covariance, observed));
    const warm = finish(fitPosterior(covariance, observed, floats(-0.8, 0.9)));
    expect(warm[0]).toBeCloseTo(cold[0] ?? Number.NaN, 5);
    expect(warm[1]).toBeCloseTo(cold[1] ?? Number.NaN, 5);
  });
});

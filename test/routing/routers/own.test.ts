import { describe, expect, test } from 'vitest';
import { featureNames } from '../../../src/routing/features/features';
import { createOwnRouter, ownScore, parseOwnWeights } from '../../../src/routing/routers/own';
import { calibration, pack, sigmoid } from './weightsFiles';

const length = featureNames.indexOf('length');
const zeros = featureNames.map(() => 0);
const with1 = (value: number) => zeros.with(length, value);

/** Over embeddings of two numbers; of the counted features only the length counts. */
const ownJson = {
  formatVersion: 1,
  features: featureNames,
  dimensions: 2,
  offset: 0.25,
  embedding: pack(2, -1),
  center: pack(...with1(1)),
  spread: pack(...featureNames.map(() => 0.5)),
  counted: pack(...with1(0.125)),
  clip: 3,
  calibration,
};

describe('a router of one’s own', () => {
  const weights = parseOwnWeights(ownJson);

  test('scores 0.25 + 2 · 0.6 − 0.8 + 0.125 · (ln 2 − 1) / 0.5 by hand', () => {
    const expected = 0.25 + 1.2 - 0.8 + (0.125 * (Math.log(2) - 1)) / 0.5;
    expect(ownScore(weights, Float32Array.of(0.6, 0.8), with1(1))).toBeCloseTo(expected, 6);
  });

  test('lets no feature count beyond the clip', () => {
    const embedding = Float32Array.of(0, 0);
    expect(ownScore(weights, embedding, with1(1e9))).toBeCloseTo(0.25 + 3 * 0.125, 6);
  });

  test('maps the score by the calibration', async () => {
    const router = createOwnRouter(weights, async () => ({
      values: Float32Array.of(1, 0),
      unknownShare: 0.1,
    }));
    const { winRate, unknownShare } = await router.winRate('x');
    const score = 0.25 + 2 + (0.125 * (Math.log(2) - 1)) / 0.5;
    expect(winRate).toBeCloseTo(sigmoid(calibration.slope * score + calibration.offset), 6);
    expect(unknownShare).toBe(0.1);
  });

  test('refuses an embedding of another length', () => {
    expect(() => ownScore(weights, Float32Array.of(1), zeros)).toThrow('embeddings of 2 numbers, not 1');
  });

  test.each([
    [{ ...ownJson, features: ['length'] }, 'feature 1'],
    [{ ...ownJson, embedding: pack(1) }, 'embedding'],
    [{ ...ownJson, clip: null }, '"clip" must be a number'],
    [{ ...ownJson, calibration: { slope: 0, offset: 0 } }, '"slope" must be positive'],
  ])('names what is wrong with damaged weights', (json, named) => {
    expect(() => parseOwnWeights(json)).toThrow(named);
  });
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { countFeatures, featureNames } from '../../../src/routing/features/features';
import { goldenFeatureNames, goldenRows } from '../../golden/golden';

it('counts under the same names and in the same order as Python', () => {
  expect(featureNames).toEqual(goldenFeatureNames);
});

it('counts exactly what Python counts in the golden prompts', () => {
  for (const { prompt, features } of goldenRows) {
    expect(countFeatures(prompt), JSON.stringify(prompt.slice(0, 60))).toEqual(features);
  }
});

it('counts what its names say', () => {
  const prompt = 'Which is 50% of 1,200?\nA. 600\nB. 60\n```\nreturn x_y * foo(3);\n```';
  const counted = Object.fromEntries(featureNames.map((name, i) => [name, countFeatures(prompt)[i]]));
  expect(counted).toMatchObject({
    length: prompt.length,
    lines: 5,
    questionMarks: 1,
    numbers: 5,
    percents: 1,
    choices: 2,
    codeFences: 2,
    underscoredNames: 1,
    calls: 1,
    factWords: 1,
    nonAscii: 0,
    cjk: 0,
  });
});

it('gives finite, non-negative numbers for any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (prompt) => {
      const counted = countFeatures(prompt);
      expect(counted).toHaveLength(featureNames.length);
      expect(counted.every((value) => Number.isFinite(value) && value >= 0)).toBe(true);
    }),
  );
});

it('reads only head and tail of a long prompt', () => {
  const at = featureNames.indexOf('exclamations');
  const filler = 'a'.repeat(20_000);
  expect(countFeatures(`!${filler}!${filler}!`)[at]).toBe(2);
});

import { describe, expect, it } from 'vitest';
import { randomNumbers } from '../../../src/evaluation/randomNumbers';
import { disturbances } from '../../../src/evaluation/study/disturbances';
import { normalisePrompt } from '../../../src/routing/normalisedPrompt';

function disturb(title: string, prompt: string, seed = 1): string {
  const disturbance = disturbances.find((one) => one.title === title);
  if (disturbance === undefined) throw new Error(`no disturbance is called "${title}"`);
  return disturbance.disturb(prompt, randomNumbers(seed));
}

const prompt = 'Sort the list.\nThen print it.';

it('there are the five that routing should not mind', () => {
  expect(disturbances.map(({ title }) => title)).toEqual([
    'added white space',
    'polite opening',
    'case of the first letter',
    'code fence around it',
    'one typo',
  ]);
});

it.each(disturbances.map(({ title }) => title))(
  '%s changes the prompt, the same way for the same seed',
  (title) => {
    expect(disturb(title, prompt)).not.toBe(prompt);
    expect(disturb(title, prompt)).toBe(disturb(title, prompt));
  },
);

it('white space alone leaves the words as they are', () => {
  expect(normalisePrompt(disturb('added white space', prompt))).toBe(normalisePrompt(prompt));
});

it('the first letter changes its case, wherever it stands', () => {
  expect(disturb('case of the first letter', prompt)).toBe('sort the list.\nThen print it.');
  expect(disturb('case of the first letter', '  1. éa')).toBe('  1. Éa');
  expect(disturb('case of the first letter', '42?')).toBe('42?');
});

describe('a typo', () => {
  it('swaps two neighbouring letters that differ', () => {
    for (let seed = 0; seed < 50; seed++) {
      const typo = disturb('one typo', prompt, seed);
      const changed = [...prompt].flatMap((letter, at) => (letter === typo[at] ? [] : [at]));
      const [at = -1] = changed;
      expect(changed).toEqual([at, at + 1]);
      expect(typo.slice(at, at + 2)).toBe(`${prompt[at + 1]}${prompt[at]}`);
    }
  });

  it('falls on different places with different seeds', () => {
    expect(
      new Set(Array.from({ length: 20 }, (_, seed) => disturb('one typo', prompt, seed))).size,
    ).toBeGreaterThan(5);
  });

  it('is not made where no two letters differ', () => {
    expect(disturb('one typo', 'aa 1 + 1 b')).toBe('aa 1 + 1 b');
  });

  it('keeps letters outside the first plane whole', () => {
    expect(disturb('one typo', '𝒂𝒃')).toBe('𝒃𝒂');
  });
});

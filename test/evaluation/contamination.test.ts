import { describe, expect, it } from 'vitest';
import { findContained } from '../../src/evaluation/contamination';

const question = [
  'A resistor of three ohms and one of six ohms are joined in parallel.',
  'What is their common resistance?',
  'A. nine ohms',
  'B. two ohms',
  'C. half an ohm',
  'D. eighteen ohms',
  'Answer:',
].join('\n');

const others = [
  'Two resistors are joined in series. What is their common resistance? A. six ohms B. nine ohms',
  'Write a function that joins lists.',
  'How many ohms does a dry cell have?',
];

describe('a copy of a benchmark prompt is found', () => {
  it.each([
    ['as it is', question],
    ['in other letter case and white space', `  ${question.toUpperCase().replaceAll('\n', ' \n\t ')}`],
    ['with numbered choices', question.replace(/^[A-D]\. /gm, (label) => `${label.charCodeAt(0) - 64}) `)],
    ['between question and answer labels', `Question: ${question}\nAnswer: B`],
    [
      'inside a longer prompt',
      `Here are two problems.\n\n(1) ${question}\n(2) What is a volt?\nExplain both to a child.`,
    ],
    ['without its choices', `${question.split('\n').slice(0, 2).join(' ')} Think step by step.`],
    ['with other punctuation', question.replaceAll('.', ' —').replaceAll('?', '?!')],
  ])('%s', (_, copy) => {
    expect(
      findContained([question, 'Name a river in France that flows to the west.'], [...others, copy]),
    ).toEqual([true, false]);
  });

  it('with a text too short for 6-grams, as whole words', () => {
    expect(findContained(['Define entropy.'], ['Please define “Entropy”, and then enthalpy.'])).toEqual([
      true,
    ]);
    expect(findContained(['Define entropy.'], ['Redefine entropy.', 'Define entropyless.'])).toEqual([false]);
  });
});

it('a prompt with less than half of the 6-grams is not found', () => {
  const first = question.split('\n').slice(0, 1).join(' ');
  expect(findContained([question], [...others, first])).toEqual([false]);
});

it('halves from two training prompts do not add up', () => {
  const words = question.split(/\s+/);
  const thirds = [words.slice(0, 12), words.slice(12, 24), words.slice(24)].map((part) => part.join(' '));
  expect(findContained([question], thirds)).toEqual([false]);
});

it('the form that all prompts of a benchmark share does not make them copies', () => {
  const form = 'You are given a Python function and an assertion. Complete the assertion with a literal.';
  const prompts = Array.from(
    { length: 20 },
    (_, index) => `${form} def f${index}(x): return x plus item${index} and item${index + 1}`,
  );
  const training = [`${form} def g(y): return y times 2`, prompts[3] ?? ''];
  expect(findContained(prompts, training).flatMap((found, index) => (found ? [index] : []))).toEqual([3]);
});

it.each([
  [10, 10],
  [11, 0],
])(
  'words that %d of 100 prompts share make %d of them copies: more than a tenth share a form',
  (sharing, copies) => {
    const shared = 'Which of the following statements about the history of rivers is true';
    const prompts = Array.from({ length: 100 }, (_, index) =>
      index < sharing
        ? `${shared} today item${index}`
        : Array.from({ length: 12 }, (_, place) => `word${index}x${place}`).join(' '),
    );
    expect(findContained(prompts, [shared]).filter((found) => found)).toHaveLength(copies);
  },
);

it('an empty prompt is in nothing', () => {
  expect(findContained(['', '—'], ['anything'])).toEqual([false, false]);
});

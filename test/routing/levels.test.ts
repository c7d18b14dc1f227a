import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { levelOfName, levelsOfPair, parseLevelTable, wordForLevel } from '../../src/routing/levels';

const table = parseLevelTable(JSON.parse(readFileSync('models/levels.json', 'utf8')));

it.each([
  ['mistralai/Mixtral-8x7B-Instruct-v0.1', 1],
  ['gpt-4-1106-preview', 2],
  ['claude-3-opus-20240229', 2],
  ['gpt-3.5-turbo', 1],
  ['gpt-4o-mini-2024-07-18', 1.75],
])('knows %s by its name', (name, level) => {
  expect(levelOfName(table, name)).toBe(level);
});

it('orders a maker’s models as they are sold', () => {
  const levels = (...names: string[]) => names.map((name) => levelOfName(table, name) ?? Number.NaN);
  for (const names of [
    ['claude-haiku-4-5', 'claude-sonnet-4-5', 'claude-opus-4-5'],
    ['gpt-5-nano', 'gpt-5-mini', 'gpt-5'],
    ['gemini-2.5-flash-lite', 'gemini-2.5-flash', 'gemini-2.5-pro'],
    ['llama3.2:3b', 'llama-3.1-8b-instruct', 'llama-3.3-70b-instruct'],
  ]) {
    const found = levels(...names);
    expect(found, names.join()).toEqual(found.toSorted((a, b) => a - b));
    expect(new Set(found).size, names.join()).toBe(names.length);
  }
});

it('takes an unknown model for what the user said, and else for what its place says', () => {
  const pair = { strong: 'house-large', weak: 'house-small' };
  expect(levelsOfPair(table, pair)).toEqual({
    strong: { level: 2, from: 'place' },
    weak: { level: 1, from: 'place' },
  });
  expect(levelsOfPair(table, pair, { 'house-large': 'frontier', 'house-small': 'small' })).toEqual({
    strong: { level: 3, from: 'user' },
    weak: { level: 0, from: 'user' },
  });
  expect(levelsOfPair(table, { strong: 'gpt-3.5-turbo', weak: 'house-small' }).weak).toEqual({
    level: 0,
    from: 'place',
  });
});

it('never takes the strong model for the less able one', () => {
  const { strong, weak } = levelsOfPair(table, { strong: 'gpt-3.5-turbo', weak: 'gpt-4-1106-preview' });
  expect(weak.level).toBeLessThan(strong.level);
});

it.each([
  [{}, /"models" must be a list/],
  [{ models: [['gpt']] }, /entry 1 of "models" must be a pattern and a number/],
  [
    {
      models: [
        ['gpt', 1],
        ['(', 1],
      ],
    },
    /entry 2 of "models"/,
  ],
])('names what is wrong with a table: %j', (json, message) => {
  expect(() => parseLevelTable(json)).toThrow(message);
});

it('has a word for every level', () => {
  expect([-1, 0.4, 1.3, 2.4, 2.6, 9].map(wordForLevel)).toEqual([
    'small',
    'small',
    'mid',
    'large',
    'frontier',
    'frontier',
  ]);
});

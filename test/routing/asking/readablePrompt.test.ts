import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readablePrompt } from '../../../src/routing/asking/readablePrompt';

const golden: readonly { prompt: string; readable: string }[] = JSON.parse(
  readFileSync(new URL('../../golden/readablePrompts.json', import.meta.url), 'utf8'),
);

it.each(golden)('reads $prompt as Python does', ({ prompt, readable }) => {
  expect(readablePrompt(prompt)).toBe(readable);
});

it.each(golden)('reads what was read of $prompt as it is', ({ readable }) => {
  expect(readablePrompt(readable)).toBe(readable);
});

const word = fc.stringMatching(/^[A-Za-z]{1,12}$/);
/** Not drawn as "OK", which alone is a courtesy: where nothing else is said, all of it is read as it stands. */
const longWord = fc.stringMatching(/^[A-Za-z]{6,12}$/);
const separator = fc.constantFrom(' ', ', ', '. ', '\n', '? ', ' = ', ' (', ': ', '\n- ');
/** Text of the kind people write: words with punctuation between them. */
const text = fc
  .tuple(fc.array(fc.tuple(word, separator), { maxLength: 30 }), longWord)
  .map(([parts, last]) => `${parts.flat().join('')}${last}.`);

const anything = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 100 })
    .map((units) => String.fromCharCode(...units)),
  fc
    .array(
      fc.constantFrom(
        '```',
        '~~~',
        '\n',
        ' ',
        'please ',
        'Hi!',
        'thanks',
        '。',
        '、',
        'か',
        'データ',
        'x',
        '鑫',
      ),
    )
    .map((parts) => parts.join('')),
);

describe('of any text', () => {
  it('leaves something to read where there was something', () => {
    fc.assert(
      fc.property(anything, (prompt) => {
        if (prompt.trim() !== '') expect(readablePrompt(prompt).trim()).not.toBe('');
      }),
      { numRuns: 1000 },
    );
  });

  it('reads what it read as it is', () => {
    fc.assert(
      fc.property(anything, (prompt) => {
        const once = readablePrompt(prompt);
        expect(readablePrompt(once)).toBe(once);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('reads alike', () => {
  it.each<[string, (prompt: string) => string]>([
    ['with white space around', (prompt) => `  \n${prompt} \n\n`],
    ['with every space doubled', (prompt) => prompt.replaceAll(' ', '  ')],
    ['with blank lines between', (prompt) => prompt.replaceAll('\n', ' \r\n\n')],
    ['after a greeting', (prompt) => `Hello there! ${prompt}`],
    ['after a plea', (prompt) => `Please ${prompt}`],
    ['after a polite question', (prompt) => `Hi, could you please help me with this? ${prompt}`],
    ['before thanks', (prompt) => `${prompt}\n\nThanks in advance!`],
    ['with its first letter in the other case', (prompt) => swapCase(prompt.charAt(0)) + prompt.slice(1)],
    ['in a code fence', (prompt) => `\`\`\`\n${prompt}\n\`\`\``],
    ['in a fence with a language', (prompt) => `~~~text\n${prompt}\n~~~`],
  ])('%s', (_, disturb) => {
    fc.assert(
      fc.property(text, (prompt) => {
        expect(readablePrompt(disturb(prompt))).toBe(readablePrompt(prompt));
      }),
    );
  });
});

it('cuts the middle out of a long prompt and reads both ends', () => {
  const readable = readablePrompt(`Please start ${'word '.repeat(200_000)} end. Thanks!`);
  expect(readable).toMatch(/^Start word .* word end\.$/s);
  expect(readable.length).toBeLessThan(17_000);
});

it.each([
  ['kana', 'アイウエオ'],
  ['kanji', '説明'],
  ['pleas', 'please '],
  ['greetings', 'hi '],
  ['thanks', 'thanks, '],
  ['thanks for something', 'thanks for your '],
  ['fences', '```\n'],
  ['blank lines', ' \n'],
  ['marks that combine', '\u0301\u0327'],
  ['one letter', 'h'],
])('reads a megabyte of %s', (_, part) => {
  const prompt = `x${part.repeat(Math.floor(1_000_000 / part.length))}`;
  expect(readablePrompt(prompt).length).toBeGreaterThan(0);
});

function swapCase(letter: string): string {
  return letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase();
}

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCode, readReplacement } from '../../../src/extension/assist/replacement';
import { fenced } from '../../../src/extension/quoting/fences';

const place = { original: 'return a - b', wholeLines: false, lineEnd: '\n' } as const;

describe('what an answer puts in the place of code', () => {
  test('is its block of code', () => {
    expect(readReplacement('It subtracts.\n```python\nreturn a + b\n```\nNow it adds.', place)).toEqual({
      kind: 'code',
      code: 'return a + b',
    });
  });

  test('is the longest of several', () => {
    const answer = '```\na - b\n```\nbecomes\n```\nreturn a + b\n```\n```\na\n```';
    expect(readReplacement(answer, place)).toEqual({ kind: 'code', code: 'return a + b' });
  });

  test.each([
    ['none', 'There is nothing wrong.'],
    ['none', 'Look:\n```\n\n```'],
    ['cut', 'Here:\n```python\nreturn a +'],
    ['cut', '```\na\n```\nand\n```python\nreturn a +'],
    ['same', '```\nreturn a - b\n```'],
  ])('is nothing (%s) for %j', (kind, answer) => {
    expect(readReplacement(answer, place)).toEqual({ kind });
  });

  test('has the line ends of its document, and blank lines around it are dropped', () => {
    const windows = { original: '  a\r\n  b', wholeLines: true, lineEnd: '\r\n' } as const;
    expect(readReplacement('```\n\na\nc\n\n```', windows)).toEqual({ kind: 'code', code: '  a\r\n  c' });
    expect(readReplacement('```\r\n  a\r\n  b\r\n```', windows)).toEqual({ kind: 'same' });
  });

  test('of any code is that code, whatever backticks are in it', () => {
    const code = fc
      .array(fc.constantFrom('a', '`', '```', '\n', '  ', '~~~'), { minLength: 1 })
      .map((pieces) => pieces.join(''))
      .filter((text) => text.trim() !== '');
    fc.assert(
      fc.property(code, (text) => {
        expect(readCode(`Sure.\n\n${fenced(text, 'md')}\n`)).toBe(
          text.replace(/^(?:[ \t]*\n)+/, '').trimEnd(),
        );
      }),
    );
  });
});

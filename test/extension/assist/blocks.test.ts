import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { enclosingBlock, paragraphAt, withComments } from '../../../src/extension/assist/blocks';

const python = [
  'import os', // 0
  '', // 1
  'class Basket:', // 2
  '    size = 3', // 3
  '', // 4
  '    # Adds.', // 5
  '    @cached', // 6
  '    def total(self):', // 7
  '        if self.size:', // 8
  '            return 1', // 9
  '', // 10
  '        return 0', // 11
  '', // 12
  'print(Basket())', // 13
];

const braces = [
  'static int total(int a) {', // 0
  '  for (;;) {', // 1
  '    a++;', // 2
  '  }', // 3
  '  return a;', // 4
  '}', // 5
  'int b;', // 6
];

describe('the block around a line', () => {
  test.each([7, 8, 9, 10, 11])('is the function that line %i is in, to its last line', (line) => {
    expect(enclosingBlock(python, line)).toEqual({ first: 7, last: 11 });
  });

  test('is the class where no function is around', () => {
    expect(enclosingBlock(python, 3)).toEqual({ first: 2, last: 11 });
  });

  test.each([0, 1, 2, 3, 4, 5])(
    'of braces goes from the line that opens it to the one that closes it: %i',
    (line) => {
      expect(enclosingBlock(braces, line)).toEqual({ first: 0, last: 5 });
    },
  );

  test.each([
    [python, 0],
    [python, 13],
    [braces, 6],
    [[''], 0],
  ])('is none at the margin', (lines, line) => {
    expect(enclosingBlock(lines, line)).toBeUndefined();
  });

  test('takes along the comments and decorators right above it', () => {
    expect(withComments(python, { first: 7, last: 11 })).toEqual({ first: 5, last: 11 });
    expect(withComments(python, { first: 2, last: 11 })).toEqual({ first: 2, last: 11 });
  });

  test('of any text holds the line, and begins and ends within the text', () => {
    const lines = fc.array(
      fc.constantFrom(
        '',
        '  ',
        'a',
        '  a',
        '    a',
        '\ta',
        '\t\tb',
        '}',
        '  }',
        'def f():',
        '# c',
        '        => x',
      ),
      { minLength: 1, maxLength: 30 },
    );
    fc.assert(
      fc.property(lines, fc.nat(29), (text, at) => {
        const line = at % text.length;
        const block = enclosingBlock(text, line);
        if (block === undefined) return;
        expect(block.first).toBeGreaterThanOrEqual(0);
        expect(block.first).toBeLessThanOrEqual(line);
        expect(block.last).toBeLessThan(text.length);
        // A cursor on the blank lines behind a block means the block.
        const below = text.slice(block.last + 1, line + 1);
        expect(below.every((between) => between.trim() === '')).toBe(true);
      }),
    );
  });

  test('that is too wide is not widened further', () => {
    const long = [
      'struct A {',
      ...Array.from({ length: 300 }, () => '  int a;'),
      '  if (b) {',
      '    c;',
      '  }',
      '}',
    ];
    expect(enclosingBlock(long, 302)).toEqual({ first: 301, last: 303 });
  });
});

test('a paragraph ends at blank lines', () => {
  expect(paragraphAt(['a', '', 'b', 'c', ' ', 'd'], 3)).toEqual({ first: 2, last: 3 });
});

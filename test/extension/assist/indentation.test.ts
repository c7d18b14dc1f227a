import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { indentLike } from '../../../src/extension/assist/indentation';

const original = '    def total(a, b):\n        return a - b';

describe('code that is put in the place of other code', () => {
  test.each([
    ['at the margin', 'def total(a, b):\n    return a + b'],
    ['where it was', '    def total(a, b):\n        return a + b'],
    ['with only its first line at the margin', 'def total(a, b):\n        return a + b'],
    ['too far in', '            def total(a, b):\n                return a + b'],
  ])('that came %s goes where the other was', (_, code) => {
    expect(indentLike(code, original)).toBe('    def total(a, b):\n        return a + b');
  });

  test.each([
    ['at the margin', 'func f() {\n    if a {\n        b()\n    }\n}'],
    ['where it was, as spaces', '    func f() {\n        if a {\n            b()\n        }\n    }'],
    ['as tabs', '\tfunc f() {\n\t\tif a {\n\t\t\tb()\n\t\t}\n\t}'],
  ])('keeps tabs where the other had tabs: %s', (_, code) => {
    expect(indentLike(code, '\tfunc f() {\n\t\tb()\n\t}')).toBe(
      '\tfunc f() {\n\t\tif a {\n\t\t\tb()\n\t\t}\n\t}',
    );
  });

  test('has no white space in blank lines', () => {
    expect(indentLike('a\n   \nb', '  c')).toBe('  a\n\n  b');
  });

  const line = fc.tuple(fc.nat(4), fc.constantFrom('a', 'b()', '}', 'x = 1'));
  const code = fc
    .array(line, { minLength: 1, maxLength: 12 })
    .map((lines) => lines.map(([depth, text]) => '  '.repeat(depth) + text).join('\n'));

  test('that is the other itself stays as it is', () => {
    fc.assert(
      fc.property(code, (text) => {
        expect(indentLike(text, text)).toBe(text);
      }),
    );
  });

  test('loses nothing but white space at the beginning of its lines', () => {
    fc.assert(
      fc.property(code, code, (text, other) => {
        const bare = (lines: string) => lines.split('\n').map((one) => one.trim());
        expect(bare(indentLike(text, other))).toEqual(bare(text));
      }),
    );
  });

  test('that was moved as a whole comes back to where it was', () => {
    fc.assert(
      fc.property(code, fc.nat(5), (text, columns) => {
        const moved = text.replaceAll(/^/gm, ' '.repeat(columns));
        expect(indentLike(moved, text)).toBe(text);
      }),
    );
  });
});

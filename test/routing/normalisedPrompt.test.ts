import fc from 'fast-check';
import { expect, it } from 'vitest';
import { normalisePrompt } from '../../src/routing/normalisedPrompt';

it('lower-cases, and makes every run of white space one space with none at either end', () => {
  expect(normalisePrompt('  WHAT\tis\r\n\r\n2 + 2?\u3000')).toBe('what is 2 + 2?');
});

it('counts as white space what either JavaScript or Python does', () => {
  expect(normalisePrompt('\uFEFFa\x1Cb\x1Dc\x1Ed\x1Fe\x85f\xA0g')).toBe('a b c d e f g');
  for (let unit = 0; unit <= 0xffff; unit++) {
    const character = String.fromCharCode(unit);
    if (/\s/.test(character)) expect(normalisePrompt(`a${character}b`)).toBe('a b');
  }
});

it('leaves zero-width characters, which neither language counts as white space', () => {
  expect(normalisePrompt('a\u200Bb\u180Ec')).toBe('a\u200Bb\u180Ec');
});

it('knows one small sigma', () => {
  expect(normalisePrompt('ΟΔΥΣΣΕΥΣ')).toBe('οδυσσευσ');
  expect(normalisePrompt('οδυσσευς')).toBe('οδυσσευσ');
});

it('replaces a lone surrogate and keeps a pair', () => {
  expect(normalisePrompt('a\uD83D b\uD83D\uDE00')).toBe('a\uFFFD b😀');
});

it('changes nothing that is already normalised', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const once = normalisePrompt(text);
      expect(normalisePrompt(once)).toBe(once);
    }),
  );
});

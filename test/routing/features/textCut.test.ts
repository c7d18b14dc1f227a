import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cutText, cutTokens } from '../../../src/routing/features/textCut';

it('leaves a short prompt as it is', () => {
  expect(cutText('a\n b', 10, 10)).toBe('a\n b');
});

it('keeps head and tail of a long prompt', () => {
  expect(cutText('0123456789', 2, 3)).toBe('01\n789');
  expect(cutText('01234', 2, 3)).toBe('01234');
});

it('replaces a surrogate pair that the cut parts', () => {
  expect(cutText('a😀bcd😀e', 2, 2)).toBe('a\ufffd\n\ufffde');
});

it('always gives well-formed text of bounded length', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.nat(20), fc.nat(20), (text, head, tail) => {
      const cut = cutText(text, head, tail);
      expect(cut.isWellFormed()).toBe(true);
      expect(cut.length).toBeLessThanOrEqual(head + tail + 1);
    }),
  );
});

it('keeps the first and last word pieces between [CLS] and [SEP]', () => {
  const cut = { headTokens: 2, tailTokens: 1 };
  expect(cutTokens([101, 1, 2, 3, 102], cut)).toEqual([101, 1, 2, 3, 102]);
  expect(cutTokens([101, 1, 2, 3, 4, 5, 102], cut)).toEqual([101, 1, 2, 5, 102]);
  expect(cutTokens([101, 1, 2, 3, 102], { headTokens: 2, tailTokens: 0 })).toEqual([101, 1, 2, 102]);
  expect(cutTokens([101, 102], cut)).toEqual([101, 102]);
});

import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isFollowUp } from '../../../src/routing/asking/followUp';

interface Examples {
  readonly followUps: readonly string[];
  readonly asks: readonly string[];
}

/** `heldBack` was written before any result was seen: 39 of its 41 follow-ups and none of its asks were taken for one. */
const { written, heldBack } = JSON.parse(
  readFileSync(path.join(import.meta.dirname, 'followUps.json'), 'utf8'),
) as { readonly written: Examples; readonly heldBack: Examples };

describe.each([
  ['the written examples', written, 60],
  ['the examples held back', heldBack, 40],
] as const)('of %s', (_, { followUps, asks }, least) => {
  it('hardly a follow-up is missed', () => {
    expect(followUps.length).toBeGreaterThanOrEqual(least);
    const found = followUps.filter(isFollowUp);
    expect(found.length / followUps.length).toBeGreaterThan(0.95);
  });

  it('no ask with a task of its own is taken for one', () => {
    expect(asks.length).toBeGreaterThanOrEqual(least);
    expect(asks.filter(isFollowUp)).toEqual([]);
  });
});

describe('a follow-up', () => {
  it('stays one in another case, with white space and full stops', () => {
    const looks = fc.constantFrom(
      (text: string) => text.toUpperCase(),
      (text: string) => `  ${text}\n`,
      (text: string) => `${text}.`,
      (text: string) => `${text}!!`,
    );
    fc.assert(
      fc.property(fc.constantFrom(...written.followUps), looks, (text, look) => {
        expect(isFollowUp(look(text))).toBe(isFollowUp(text));
      }),
    );
  });

  it('is none with a word more that says what to do', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...written.followUps),
        fc.constantFrom(
          'but use a queue',
          'with exponential backoff',
          'for the parser',
          '、ただし再帰なしで',
          ' 用 Rust 重写',
        ),
        (text, more) => {
          expect(isFollowUp(`${text} ${more}`)).toBe(false);
        },
      ),
    );
  });

  it('is told at once in a megabyte of anything', () => {
    for (const piece of ['yes ', ' ', 'はい', '👍', "'", '\u0301', '1']) {
      expect(isFollowUp(piece.repeat(1_000_000 / piece.length))).toBe(false);
    }
  });

  it('is never a word by which objects are known', () => {
    for (const word of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
      expect(isFollowUp(word)).toBe(false);
    }
  });
});

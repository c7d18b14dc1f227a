import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canJudgeDrafts, judgeDraft } from '../../../src/routing/flow/drafting';
import { anyBetween } from '../../anyBetween';

/** −0.01, −0.02, … −0.20, in no order. */
const recent = Array.from({ length: 20 }, (_, rank) => -(((rank * 7) % 20) + 1) / 100);

describe('a draft', () => {
  test('is judged by twenty others at least', () => {
    expect(canJudgeDrafts(recent)).toBe(true);
    expect(canJudgeDrafts(recent.slice(1))).toBe(false);
  });

  test('is replaced where it is less sure than all but the lowest share of the recent ones', () => {
    // Of twenty, the lowest 20 % are −0.20 to −0.17; the bar is the next one.
    expect(judgeDraft(-0.165, recent, 0.2)).toEqual({
      code: 'draft-replaced',
      meanLogProbability: -0.165,
      bar: -0.16,
      share: 0.2,
    });
    expect(judgeDraft(-0.16, recent, 0.2)).toMatchObject({ code: 'draft-kept' });
  });

  test('stands whatever it is with a share of 0, and never with a share of 1', () => {
    fc.assert(
      fc.property(anyBetween(-1, 0), (mean) => {
        expect(judgeDraft(mean, recent, 0).code).toBe('draft-kept');
        expect(judgeDraft(mean, recent, 1).code).toBe('draft-replaced');
      }),
    );
  });

  test('without log-probabilities stands unrated', () => {
    expect(judgeDraft(undefined, recent, 0.5)).toEqual({ code: 'draft-unrated' });
  });

  test('of the recent ones is replaced in as many cases as the share says', () => {
    for (const share of [0.1, 0.25, 0.5, 0.9]) {
      const replaced = recent.filter((mean) => judgeDraft(mean, recent, share).code === 'draft-replaced');
      expect(replaced.length).toBe(share * recent.length);
    }
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutLines } from '../../../src/extension/quoting/lineCut';
import { estimateTokens } from '../../../src/routing/ledger/pricing';
import { anyBetween } from '../../anyBetween';

const text = fc.array(fc.string({ maxLength: 60 }), { maxLength: 40 }).map((lines) => lines.join('\n'));

describe('a cut text', () => {
  test('keeps within its budget, and is the text itself where that fits', () => {
    fc.assert(
      fc.property(text, fc.nat(400), anyBetween(0, 1), (whole, tokens, headShare) => {
        const cut = cutLines(whole, tokens, headShare);
        expect(estimateTokens(cut.length)).toBeLessThanOrEqual(tokens);
        if (estimateTokens(whole.length) <= tokens) expect(cut).toBe(whole);
      }),
    );
  });

  test('keeps the end alone where the beginning has no share of the budget', () => {
    const lines = Array.from({ length: 100 }, (_, line) => `line ${line}`);
    const cut = cutLines(lines.join('\n'), 30, 0);
    expect(cut).toMatch(/^… \d+ lines left out …\n/);
    expect(cut.endsWith('line 98\nline 99')).toBe(true);
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { askForMessage, cutDiff, readMessage } from '../../../src/extension/commitMessage/commitPrompt';
import { estimateTokens } from '../../../src/routing/ledger/pricing';

const change = (name: string, ...lines: string[]) =>
  [
    `diff --git a/${name} b/${name}`,
    'index 1..2 100644',
    `--- a/${name}`,
    `+++ b/${name}`,
    ...lines,
    '',
  ].join('\n');
const sum = change('sum.py', '@@ -1 +1 @@', '-return a - b', '+return a + b');
const picture = 'diff --git a/a.png b/a.png\nindex 1..2 100644\nBinary files a/a.png and b/a.png differ\n';

describe('a question for a commit message', () => {
  test('holds the diff, what a binary file says of itself, and how earlier messages go', () => {
    const question = askForMessage({
      diff: sum + picture,
      paths: ['sum.py', 'a.png'],
      earlier: ['Add sums\n\nBecause.', 'Begin'],
    });
    expect(question.prompt).toContain('-return a - b\n+return a + b\n');
    expect(question.prompt).toContain('Binary files a/a.png and b/a.png differ');
    expect(question.prompt).toContain('whose manner is to be kept:\n- Add sums\n- Begin\n');
    expect(question).toMatchObject({ door: 'commit-message', paths: ['sum.py', 'a.png'] });
  });

  test('is scored by its words and the diff alone', () => {
    const { ask } = askForMessage({ diff: sum, paths: [], earlier: ['Begin'] });
    expect(ask).toBe(`Write a commit message for these changes.\n\n${sum.trimEnd()}`);
  });
});

describe('a diff within a budget', () => {
  test('keeps a small change whole beside a large one', () => {
    const lock = change('lock.json', ...Array.from({ length: 5000 }, (_, line) => `+line ${line}`));
    const cut = cutDiff(lock + sum, 500);
    expect(cut).toContain('diff --git a/lock.json');
    expect(cut).toMatch(/… \d+ lines left out …/);
    expect(cut).toContain(sum.trimEnd());
  });

  test('counts the files that get no room', () => {
    const many = Array.from({ length: 300 }, (_, file) => change(`${file}.txt`, '+a'.repeat(40))).join('');
    expect(cutDiff(many, 200)).toBe('… 300 more files …');
  });

  test('is never overdrawn', () => {
    const files = fc.array(
      fc.tuple(fc.stringMatching(/^[a-z]{1,12}$/), fc.array(fc.string({ maxLength: 80 }), { maxLength: 60 })),
      { minLength: 1, maxLength: 12 },
    );
    fc.assert(
      fc.property(files, fc.integer({ min: 50, max: 1000 }), (changes, budget) => {
        const diff = changes
          .map(([name, lines]) => change(name, ...lines.map((line) => `+${line.replaceAll(/[\n\r]/g, '')}`)))
          .join('');
        // The line that counts files, and a line break for each file, come on top.
        expect(estimateTokens(cutDiff(diff, budget).length)).toBeLessThanOrEqual(budget + 10);
      }),
    );
  });
});

describe('the message in an answer', () => {
  test.each([
    ['Add sums\n\nBecause.\n', 'Add sums\n\nBecause.'],
    ['```\nAdd sums\n```', 'Add sums'],
    ['```text\nAdd sums\n', 'Add sums'],
    ['Add sums with `a`\n\n```\ncode\n```', 'Add sums with `a`\n\n```\ncode\n```'],
    ['', ''],
  ])('of %j is %j', (answer, message) => {
    expect(readMessage(answer)).toBe(message);
  });
});

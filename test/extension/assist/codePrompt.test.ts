import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { askAbout, type Code, codeBudget, fitsBudget } from '../../../src/extension/assist/codePrompt';
import { tasks, wordsOf } from '../../../src/extension/assist/tasks';
import { estimateTokens } from '../../../src/routing/ledger/pricing';

const code: Code = {
  name: 'src/sum.py, lines 3 to 4',
  path: 'src/sum.py',
  languageId: 'python',
  text: 'def total(a, b):\n    return a - b',
  problems: ['line 4: returns a difference'],
  before: 'import math',
  after: 'print(total(1, 2))',
};

describe('a question about code', () => {
  test('holds the code with its problems, what stands around it, and how to answer', () => {
    expect(askAbout('fix', wordsOf('fix'), code).prompt).toBe(
      [
        'Find what is wrong with this code and fix it.',
        'src/sum.py, lines 3 to 4:\n```python\ndef total(a, b):\n    return a - b\n```\nProblems:\n- line 4: returns a difference',
        'What comes before it in the file:\n```python\nimport math\n```',
        'What comes after it:\n```python\nprint(total(1, 2))\n```',
        'Answer with the whole new text of that code alone, between lines of ```: what stays the same is written out too, and nothing that comes before or after it is repeated.',
      ].join('\n\n'),
    );
  });

  test('is scored by its words, its problems and the code alone', () => {
    expect(askAbout('refactor', wordsOf('refactor', 'Use sum().'), code)).toMatchObject({
      door: 'code-assist',
      ask: 'Refactor this code without changing what it does.\n\nUse sum().\n\nline 4: returns a difference\n\ndef total(a, b):\n    return a - b',
      languageId: 'python',
      paths: ['src/sum.py'],
    });
  });

  test('asks for a fence that the code cannot be mistaken for', () => {
    const { prompt } = askAbout('document', wordsOf('document'), { ...code, text: '```\nx\n```' });
    expect(prompt).toContain('between lines of ````:');
  });

  test('to write tests asks for one file of them', () => {
    expect(askAbout('tests', wordsOf('tests'), code).prompt).toMatch(
      /\n\nAnswer with one file of tests alone, between lines of ```, in the framework [^\n]*\.$/,
    );
  });

  test('has room for as much code as its budget says, at four characters a token', () => {
    expect(fitsBudget('x'.repeat(4 * codeBudget))).toBe(true);
    expect(fitsBudget('x'.repeat(4 * codeBudget + 1))).toBe(false);
  });

  test('to explain says nothing of how to answer', () => {
    const { prompt } = askAbout('explain', wordsOf('explain'), {
      ...code,
      problems: [],
      before: '',
      after: '',
    });
    expect(prompt).toBe(
      'Explain what this code does.\n\nsrc/sum.py, lines 3 to 4:\n```python\ndef total(a, b):\n    return a - b\n```',
    );
  });

  const lines = fc
    .tuple(
      fc.array(fc.string({ minLength: 20, maxLength: 90 }), { maxLength: 20 }),
      fc.integer({ min: 1, max: 200 }),
    )
    .map(([some, times]) => Array.from({ length: times }, () => some.join('\n')).join('\n'));

  test('stays within the budget whatever the file, and never loses code that is to be replaced', () => {
    const seen = { fitting: 0, cut: 0 };
    fc.assert(
      fc.property(fc.constantFrom(...tasks), lines, lines, lines, (task, text, before, after) => {
        const { prompt, ask } = askAbout(task, wordsOf(task), { ...code, text, before, after });
        // What is neither code nor surroundings is short, fences as long as the code asks for aside.
        const backticks = Math.max(
          3,
          ...[text, before, after].flatMap((part) => part.match(/`+/g) ?? []).map((run) => run.length + 1),
        );
        expect(estimateTokens(prompt.length)).toBeLessThanOrEqual(codeBudget + 200 + 2 * backticks);
        expect(estimateTokens(ask.length)).toBeLessThanOrEqual(codeBudget + 60);
        seen[fitsBudget(text) ? 'fitting' : 'cut']++;
        if (fitsBudget(text)) expect(prompt).toContain(text);
      }),
      { numRuns: 60 },
    );
    expect(Math.min(seen.fitting, seen.cut)).toBeGreaterThan(3);
  });
});

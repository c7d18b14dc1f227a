import { describe, expect, test } from 'vitest';
import { editorProblem } from '../../../src/extension/editorModels/editorProblem';

/** Shaped like the editor's `LanguageModelError`. */
function languageModelError(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}

describe('a failure of a model of the editor', () => {
  test.each([
    ['NoPermissions', 'no-consent'],
    ['NotFound', 'not-offered'],
    ['Blocked', 'blocked'],
    ['Unknown', 'model-failed'],
  ])('with the code %s is the problem %s', (code, problem) => {
    expect(editorProblem(languageModelError(code, 'It said no.'), false).code).toBe(problem);
  });

  test('that speaks of a quota or a rate is one, whatever its code', () => {
    const words = [
      'You have exceeded your premium request allowance.',
      '429 Too Many Requests',
      'quotaExceeded',
    ];
    for (const message of words) {
      expect(editorProblem(new Error(message), false)).toEqual({ code: 'blocked', detail: message });
    }
  });

  test('in the middle of an answer has cut it off', () => {
    expect(editorProblem(languageModelError('Blocked', 'Filtered.'), true)).toEqual({
      code: 'cut-off',
      detail: 'Filtered.',
    });
  });

  test('is told in one line that is not endless', () => {
    const problem = editorProblem(new Error(`first\n  second ${'x'.repeat(1000)}`), false);
    expect(problem).toMatchObject({ detail: expect.stringMatching(/^first second x+$/) });
    expect('detail' in problem && problem.detail.length).toBe(300);
  });
});

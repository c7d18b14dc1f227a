import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fenced, readFencedBlocks } from '../../../src/extension/quoting/fences';

describe('a fenced block', () => {
  /** Code with backticks and line breaks in every place. */
  const code = fc
    .array(fc.constantFrom('`', '```', '~~~', '\n', 'x', ' ', '    ', 'let a = 1;'))
    .map((pieces) => pieces.join(''));

  test('gives back whatever was put into it', () => {
    fc.assert(
      fc.property(code, (text) => {
        expect(readFencedBlocks(fenced(text, 'ts'))).toEqual([{ tag: 'ts', code: text, closed: true }]);
      }),
    );
  });

  test('stands between words, and after others', () => {
    const answer = ['Here:', '```python', 'a = 1', '```', 'or `b`', '~~~', 'b = 2', '~~~', 'as you like.'];
    expect(readFencedBlocks(answer.join('\r\n'))).toEqual([
      { tag: 'python', code: 'a = 1', closed: true },
      { tag: '', code: 'b = 2', closed: true },
    ]);
  });

  test('that is not closed says so', () => {
    expect(readFencedBlocks('```ts\nlet a')).toEqual([{ tag: 'ts', code: 'let a', closed: false }]);
  });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { piecesOf, practiceAnswer } from '../../src/server/practiceAnswer';

test('the pieces of an answer join up to it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (answer) => {
      expect(piecesOf(answer).join('')).toBe(answer);
    }),
  );
});

test('a long prompt is cut between characters, never inside one', () => {
  for (const prompt of ['🚦'.repeat(200), `x${'🚦'.repeat(200)}`]) {
    expect(practiceAnswer({ side: 'weak', prompt, messages: 1 }).isWellFormed()).toBe(true);
  }
  expect(piecesOf(`x${'🚦'.repeat(20)}`).every((piece) => piece.isWellFormed())).toBe(true);
});

test('it says whose place it takes, and on which side of the threshold the win rate fell', () => {
  const answerOf = (side: 'strong' | 'weak') => practiceAnswer({ side, prompt: 'Why?', messages: 1 });
  expect(answerOf('strong')).toMatch(/^\*\*Practice answer of the strong model\.\*\*[\s\S]* reached /);
  expect(answerOf('weak')).toMatch(/^\*\*Practice answer of the weak model\.\*\*[\s\S]* stayed below /);
});

test('no prompt breaks out of the script', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 400 }), (prompt) => {
      const answer = practiceAnswer({ side: 'weak', prompt, messages: 1 });
      expect(answer.match(/^> .*$/gm)).toHaveLength(1);
      expect(answer.match(/^```/gm)).toHaveLength(2);
    }),
  );
});

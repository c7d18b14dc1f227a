import { describe, expect, test } from 'vitest';
import type { TextAttachment } from '../../../src/extension/attachments/attachment';
import { pathsOf } from '../../../src/extension/attachments/paths';
import {
  type ChatTurn,
  changeAnswer,
  isStoredTurn,
  messagesOf,
  questionOf,
  restoreTurn,
  shownTurn,
} from '../../../src/extension/chat/chatTurn';
import { badge, doneAnswer, otherAnswer, workingAnswer } from '../../webview/turns';

const file: TextAttachment = {
  kind: 'text',
  name: 'src/a.ts',
  paths: ['src/a.ts'],
  languageId: 'typescript',
  text: 'const a = 1;',
  problems: ['line 1: a is never read'],
};

function turn(...answers: ChatTurn['answers']): ChatTurn {
  return { id: '1', ...questionOf('Why?', []), answers, kept: undefined };
}

describe('a question', () => {
  test('with nothing attached sends the prompt alone', () => {
    expect(questionOf('Why?', [])).toEqual({
      prompt: 'Why?',
      attachments: [],
      sent: undefined,
      languageId: undefined,
      paths: [],
    });
  });

  test('sends what is attached after the ask, and knows its size, language and files', () => {
    const prose = { ...file, name: 'notes', paths: [], languageId: '', text: 'x'.repeat(400), problems: [] };
    const question = questionOf('Why?', [prose, file]);
    expect(question.sent).toMatch(/^Why\?\n\nnotes:\n[\s\S]*src\/a\.ts:\n```typescript\nconst a = 1;\n```/);
    expect(question.attachments).toEqual([
      { id: '0', name: 'notes', tokens: 100 },
      { id: '1', name: 'src/a.ts', tokens: 9 },
    ]);
    expect(question.languageId).toBe('typescript');
    expect(question.paths).toEqual(['src/a.ts']);
  });
});

describe('a change of an answer', () => {
  test('changes that one alone, in its place', () => {
    const turns = [turn(doneAnswer), { ...turn(doneAnswer, otherAnswer), id: '2' }];
    const before = [...turns];
    const changed = changeAnswer(turns, '2', 'first', ({ text }) => ({ text: `${text} So.` }));
    expect(changed?.answers).toEqual([{ ...doneAnswer, text: 'Because. So.' }, otherAnswer]);
    expect(turns).toEqual([before[0], changed]);
  });

  test('adds one that is not there', () => {
    const turns = [turn(doneAnswer)];
    const changed = changeAnswer(turns, '1', 'second', () => ({ text: 'Yes.' }));
    expect(changed?.answers).toEqual([doneAnswer, { ...workingAnswer, id: 'second', text: 'Yes.' }]);
  });

  test('of a turn that is gone is none', () => {
    const turns = [turn(doneAnswer)];
    expect(changeAnswer(turns, '7', 'first', () => ({ text: '' }))).toBeUndefined();
    expect(turns).toEqual([turn(doneAnswer)]);
  });
});

describe('the messages of a chat', () => {
  test('hold what was sent, and leave out prompts without an answer', () => {
    const attached = { ...turn(doneAnswer), ...questionOf('Why?', [file]) };
    expect(messagesOf([turn(workingAnswer), attached])).toEqual([
      { role: 'user', content: attached.sent },
      { role: 'assistant', content: 'Because.' },
    ]);
  });

  test.each([
    ['the first answer until one is kept', [doneAnswer, otherAnswer], undefined, 'Because.'],
    ['the kept answer', [doneAnswer, otherAnswer], 'second', 'For a reason.'],
    [
      'the other answer where the first has no text',
      [workingAnswer, otherAnswer],
      undefined,
      'For a reason.',
    ],
  ])('hold %s', (_, answers, kept, expected) => {
    expect(messagesOf([{ ...turn(...answers), kept }]).at(-1)?.content).toBe(expected);
  });
});

test('the files of a chat are those of all its turns', () => {
  const attached = { ...turn(doneAnswer), ...questionOf('Why?', [file]) };
  expect(pathsOf([attached, turn(doneAnswer), attached])).toEqual(['src/a.ts', 'src/a.ts']);
});

test('the sidebar does not get the text of attachments', () => {
  const shown = shownTurn({ ...turn(doneAnswer), ...questionOf('Why?', [file]) });
  expect(JSON.stringify(shown)).not.toContain('const a');
  expect(shown.attachments).toHaveLength(1);
});

describe('a turn from disk', () => {
  const brokenOff = 'Closed.';
  const fromDisk = (stored: object) => JSON.parse(JSON.stringify(stored));

  test('is the turn that was kept', () => {
    const kept = { ...turn(doneAnswer, otherAnswer), ...questionOf('Why?', [file]), kept: 'second' };
    expect(fromDisk(restoreTurn(fromDisk(kept), brokenOff))).toEqual(fromDisk(kept));
  });

  test('has no answer that is still coming', () => {
    const [answer] = restoreTurn(fromDisk(turn(workingAnswer)), brokenOff).answers;
    expect(answer?.status).toEqual({ kind: 'stopped', message: brokenOff });
  });

  test('of the version before has one answer', () => {
    const { scale, ...oldBadge } = badge;
    const old = { id: '7', prompt: 'Why?', badge: oldBadge, answer: 'Because.', status: { kind: 'done' } };
    expect(isStoredTurn(old)).toBe(true);
    const restored = restoreTurn(fromDisk(old), brokenOff);
    expect(messagesOf([restored])).toEqual([
      { role: 'user', content: 'Why?' },
      { role: 'assistant', content: 'Because.' },
    ]);
    expect(restored.answers[0]?.badge).toEqual({ ...oldBadge, scale: undefined });
  });

  test.each([
    [null],
    ['turn'],
    [{}],
    [{ id: '1', prompt: 'Why?' }],
    [{ id: '1', prompt: 'Why?', answers: 3 }],
  ])('%j is none', (value) => {
    expect(isStoredTurn(value)).toBe(false);
  });
});

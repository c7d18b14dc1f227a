import { beforeEach, expect, test } from 'vitest';
import { recordKept, recordVerdict } from '../../../src/extension/chat/answerFeedback';
import { type ChatTurn, questionOf } from '../../../src/extension/chat/chatTurn';
import type { Feedback } from '../../../src/node/feedbackFile';
import { doneAnswer, otherAnswer } from '../../webview/turns';

let turns: ChatTurn[];
let written: Feedback[];
const feedback = {
  append: async (line: Feedback) => {
    written.push(line);
  },
};

beforeEach(() => {
  turns = [{ id: '1', ...questionOf('Why?', []), answers: [doneAnswer, otherAnswer], kept: undefined }];
  written = [];
});

const keep = (answerId: string) => recordKept(turns, { type: 'keep', turnId: '1', answerId }, feedback);
const rate = (answerId: string, helpful: boolean | undefined) =>
  recordVerdict(turns, { type: 'rate', turnId: '1', answerId, helpful }, feedback);

test('a kept answer is written down with the one it was preferred to, once', async () => {
  expect((await keep('second'))?.kept).toBe('second');
  expect(await keep('second')).toBeUndefined();
  expect(written).toMatchObject([{ version: 1, kind: 'kept', entry: 'entry-2', over: 'entry-1' }]);
  expect((await keep('first'))?.kept).toBe('first');
  expect(written[1]).toMatchObject({ entry: 'entry-1', over: 'entry-2' });
});

test('an answer is kept without a word where the ledger lacks one of the two', async () => {
  turns = turns.map((turn) => ({ ...turn, answers: [doneAnswer, { ...otherAnswer, entry: undefined }] }));
  expect((await keep('first'))?.kept).toBe('first');
  expect(written).toEqual([]);
});

test('a verdict is written down, and again only when it changes', async () => {
  expect((await rate('first', true))?.answers[0]?.helpful).toBe(true);
  expect(await rate('first', true)).toBeUndefined();
  expect((await rate('first', false))?.answers[0]?.helpful).toBe(false);
  expect(written).toMatchObject([
    { entry: 'entry-1', helpful: true },
    { entry: 'entry-1', helpful: false },
  ]);
});

test('a verdict that is taken back is written down as that, and none that was not given', async () => {
  expect(await rate('first', undefined)).toBeUndefined();
  await rate('first', true);
  expect((await rate('first', undefined))?.answers[0]?.helpful).toBeUndefined();
  expect(await rate('first', undefined)).toBeUndefined();
  expect(written).toMatchObject([
    { entry: 'entry-1', helpful: true },
    { entry: 'entry-1', kind: 'withdrawn' },
  ]);
});

test('nothing is written of what is not there', async () => {
  expect(await keep('third')).toBeUndefined();
  expect(await rate('third', true)).toBeUndefined();
  expect(await recordKept(turns, { type: 'keep', turnId: '2', answerId: 'first' }, feedback)).toBeUndefined();
  expect(written).toEqual([]);
});

test('a verdict that cannot be written is no verdict', async () => {
  const broken = { append: () => Promise.reject(new Error('The disk is full.')) };
  const message = { type: 'rate', turnId: '1', answerId: 'first', helpful: true } as const;
  await expect(recordVerdict(turns, message, broken)).rejects.toThrow('The disk is full.');
  expect(turns[0]?.answers[0]?.helpful).toBeUndefined();
});

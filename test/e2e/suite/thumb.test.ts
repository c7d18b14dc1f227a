import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import * as vscode from 'vscode';
import { feedbackOf } from '../../../src/extension/participant/thumb';

// The built-in chat shows its thumbs only beside Copilot, so that no walk can press them.
suite('a thumb in the built-in chat', () => {
  const now = '2026-11-24T10:00:00.000Z';
  const turn = {
    conversation: 'chat-1',
    ask: 'Why?',
    command: undefined,
    sent: 'Why?',
    answer: 'Because.',
    side: 'weak',
    entry: 'entry-1',
  };
  const { Helpful, Unhelpful } = vscode.ChatResultFeedbackKind;

  test('is kept with the ledger’s entry of the answer', () => {
    const result = { metadata: { turn } };
    assert.deepEqual(feedbackOf({ result, kind: Helpful }, now), {
      version: 1,
      time: now,
      entry: 'entry-1',
      helpful: true,
    });
    assert.equal(
      JSON.stringify(feedbackOf({ result, kind: Unhelpful }, now)).includes('"helpful":false'),
      true,
    );
  });

  test('is not kept of an answer that is on no record', () => {
    const unsent = { metadata: { turn: { ...turn, entry: undefined } } };
    for (const result of [unsent, {}]) assert.equal(feedbackOf({ result, kind: Helpful }, now), undefined);
  });
});

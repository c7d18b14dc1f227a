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

  for (const [kind, helpful] of [
    [Helpful, true],
    [Unhelpful, false],
  ] as const) {
    test(`is kept as ${helpful ? 'helpful' : 'not helpful'}, with the ledger’s entry of the answer`, () => {
      assert.deepEqual(feedbackOf({ result: { metadata: { turn } }, kind }, now), {
        version: 1,
        time: now,
        entry: 'entry-1',
        helpful,
      });
    });
  }

  test('is not kept of an answer that is on no record', () => {
    const unsent = { metadata: { turn: { ...turn, entry: undefined } } };
    for (const result of [unsent, {}]) assert.equal(feedbackOf({ result, kind: Helpful }, now), undefined);
  });
});

import { describe, expect, test } from 'vitest';
import type { ChatContext } from 'vscode';
import { pathsOf } from '../../../src/extension/attachments/paths';
import { earlierTurns, messagesOf, readTurn, type Turn } from '../../../src/extension/participant/turn';

const turn: Turn = {
  conversation: 'chat-1',
  ask: 'Why?',
  command: undefined,
  sent: 'Why?\n\na.ts:\n…',
  paths: ['a.ts'],
  answer: 'Because.',
  side: 'weak',
  entry: 'entry-1',
};

/** A chat as the editor tells it, each answer with its metadata. */
function chat(...metadata: unknown[]): ChatContext {
  const history = metadata.flatMap((kept) => [
    { prompt: 'Why?', command: undefined, participant: 'turnout.chat', references: [], toolReferences: [] },
    { response: [], result: { metadata: kept }, participant: 'turnout.chat', command: undefined },
  ]);
  return { history: history as unknown as ChatContext['history'] };
}

describe('turns of the built-in chat', () => {
  test('are read back from what the editor kept of them', () => {
    const kept = JSON.parse(JSON.stringify({ turn }));
    expect(earlierTurns(chat(kept, { turn: { ...turn, answer: 'Well.' } }))).toEqual([
      turn,
      { ...turn, answer: 'Well.' },
    ]);
  });

  test.each([
    [undefined],
    [null],
    [{}],
    [{ turn: 7 }],
    [{ turn: { ...turn, side: 'both' } }],
    [{ turn: { sent: '' } }],
  ])('of another shape, as %j, are passed over', (metadata) => {
    expect(readTurn(metadata)).toBeUndefined();
    expect(earlierTurns(chat(metadata, { turn }))).toEqual([turn]);
  });

  test('go to the model as they were sent, and those without an answer do not', () => {
    expect(messagesOf([turn, { ...turn, sent: 'Lost', answer: '' }])).toEqual([
      { role: 'user', content: 'Why?\n\na.ts:\n…' },
      { role: 'assistant', content: 'Because.' },
    ]);
  });

  test('tell the files that came along with any of them, where they know', () => {
    const { paths: _, ...rest } = turn;
    const older: Turn = rest;
    expect(pathsOf([turn, older, { ...turn, paths: ['b.png'] }])).toEqual(['a.ts', 'b.png']);
  });
});

import { expect, test } from 'vitest';
import { type Entry, isAnswer, upgradeEntry } from '../../../src/routing/ledger/ledger';
import { entryWith } from '../../node/ledger/entries';

test('an entry of the first format becomes one of this, and is otherwise the same', () => {
  const { version: _, ...first } = entryWith();
  expect(upgradeEntry(first)).toEqual(entryWith());
  expect(upgradeEntry({ ...first, version: 1 } as typeof first)).toMatchObject({ version: 2 });
});

test.each<[Entry['outcome'], boolean]>([
  [{ kind: 'ok' }, true],
  [{ kind: 'cancelled' }, true],
  [{ kind: 'failed', code: 'unexpected' }, true],
  [{ kind: 'fell-back', code: 'rate-limited' }, false],
  [{ kind: 'replaced' }, false],
])('a call that ended as %o is the answer to its prompt: %s', (outcome, answer) => {
  expect(isAnswer(entryWith({ outcome }))).toBe(answer);
});

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createFeedbackFile, type Feedback } from '../../src/node/feedbackFile';
import { temporaryFolder } from './temporaryFolder';

test('verdicts and preferences are lines that name the ledger’s entry', async () => {
  const folder = path.join(temporaryFolder(), 'made', 'when', 'needed');
  const file = createFeedbackFile(folder);
  const verdicts: Feedback[] = [
    { version: 1, time: '2026-11-24T09:00:00.000Z', entry: 'a', helpful: true },
    { version: 1, time: '2026-11-24T09:00:01.000Z', entry: 'b', helpful: false },
    { version: 1, time: '2026-11-24T09:00:02.000Z', entry: 'c', kind: 'kept', over: 'b' },
  ];
  for (const verdict of verdicts) await file.append(verdict);
  const lines = readFileSync(path.join(folder, 'feedback.jsonl'), 'utf8').trim().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toEqual(verdicts);
});

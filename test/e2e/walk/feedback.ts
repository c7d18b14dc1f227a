import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Feedback } from '../../../src/node/feedbackFile';

/** What people have said of answers so far. */
export function readFeedback(home: string): Feedback[] {
  const file = path.join(home, 'feedback.jsonl');
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Feedback);
}

import path from 'node:path';
import { appendJsonLine } from './jsonLineFile';

/** A person's verdict on an answer. Never a word of it. */
export interface Feedback {
  readonly version: 1;
  /** ISO 8601 in UTC. */
  readonly time: string;
  /** The ledger's entry of the answer. */
  readonly entry: string;
  readonly helpful: boolean;
}

/** Verdicts on disk, a line each, kept for calibrating by them. */
export interface FeedbackFile {
  /** @throws when it could not be written */
  append(feedback: Feedback): Promise<void>;
}

/** @param folder made with the first verdict */
export function createFeedbackFile(folder: string): FeedbackFile {
  return { append: (feedback) => appendJsonLine(path.join(folder, 'feedback.jsonl'), feedback) };
}

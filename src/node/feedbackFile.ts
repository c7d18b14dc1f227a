import path from 'node:path';
import { appendJsonLine } from './jsonLineFile';

/** What a person thinks of an answer. Never a word of it. The last line about an answer counts. */
export type Feedback = {
  readonly version: 1;
  /** ISO 8601 in UTC. */
  readonly time: string;
  /** The ledger's entry of the answer. */
  readonly entry: string;
} & (
  | { readonly kind?: undefined; readonly helpful: boolean }
  /** The verdict was taken back. */
  | { readonly kind: 'withdrawn' }
  /** An edit was proposed, and applied or turned down. */
  | { readonly kind: 'edit'; readonly accepted: boolean }
  /** Both models answered the same prompt, and this answer was kept rather than that of the entry `over`. */
  | { readonly kind: 'kept'; readonly over: string }
);

/** Feedback on disk, a line each, kept for calibrating by them. */
export interface FeedbackFile {
  /** @throws when it could not be written */
  append(feedback: Feedback): Promise<void>;
}

/** @param folder made with the first line */
export function createFeedbackFile(folder: string): FeedbackFile {
  return { append: (feedback) => appendJsonLine(path.join(folder, 'feedback.jsonl'), feedback) };
}

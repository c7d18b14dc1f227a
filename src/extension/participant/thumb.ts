import * as vscode from 'vscode';
import type { Feedback } from '../../node/feedbackFile';
import { readTurn } from './turn';

/**
 * What a thumb in the built-in chat says of an answer.
 *
 * @param now an ISO time
 * @returns undefined for an answer that is not on record
 */
export function feedbackOf(
  { result, kind }: Pick<vscode.ChatResultFeedback, 'result' | 'kind'>,
  now: string,
): Feedback | undefined {
  const entry = readTurn(result.metadata)?.entry;
  if (entry === undefined) return undefined;
  return { version: 1, time: now, entry, helpful: kind === vscode.ChatResultFeedbackKind.Helpful };
}

import { humanWords, humanWordsInResult } from '../asking/humanWords';
import type { Message, Side } from '../chat';

/**
 * The calls of tools that a request answers, where that is all it does.
 *
 * @returns their ids; none where the last message holds a person's words
 */
export function answeredToolCalls(messages: readonly Message[]): readonly string[] {
  const last = messages.at(-1);
  if (last?.role !== 'user' || typeof last.content === 'string') return [];
  const texts = last.content.flatMap((part) => (part.type === 'text' ? [part.text] : []));
  const results = last.content.filter((part) => part.type === 'tool-result');
  const said = [humanWords(texts), ...results.map(({ content }) => humanWordsInResult(content))];
  return said.some((words) => words.trim() !== '') ? [] : results.map(({ callId }) => callId);
}

/** @returns the side that made the latest of these calls that is remembered; undefined where none is */
export function callerOf(callIds: readonly string[], toolCalls: ReadonlyMap<string, Side>): Side | undefined {
  return callIds.map((id) => toolCalls.get(id)).findLast((side) => side !== undefined);
}

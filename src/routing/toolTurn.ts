import type { Message, Side } from './chat';
import { humanWords } from './humanWords';

/**
 * The calls of tools that a request answers, where that is all it does.
 *
 * @returns their ids; none where the last message holds a person's words
 */
export function answeredToolCalls(messages: readonly Message[]): readonly string[] {
  const last = messages.at(-1);
  if (last?.role !== 'user' || typeof last.content === 'string') return [];
  const said = last.content.some((part) => part.type === 'text' && humanWords(part.text).trim() !== '');
  if (said) return [];
  return last.content.flatMap((part) => (part.type === 'tool-result' ? [part.callId] : []));
}

/** @returns the side that made these calls; undefined where nobody remembers */
export function callerOf(callIds: readonly string[], toolCalls: ReadonlyMap<string, Side>): Side | undefined {
  return callIds.map((id) => toolCalls.get(id)).findLast((side) => side !== undefined);
}

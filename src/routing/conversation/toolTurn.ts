import { humanWords, humanWordsInResult } from '../asking/humanWords';
import type { Message, MessagePart, Side } from '../chat';

/**
 * The calls of tools that a request answers, where that is all it does.
 *
 * @returns their ids; none where what came with their results holds a person's words
 */
export function answeredToolCalls(messages: readonly Message[]): readonly string[] {
  // Some programs send each result in a message of its own, and what tools show after them.
  const others = messages.findLastIndex((message) => !isOfTools(message));
  const parts = messages.slice(others + 1).flatMap(partsOf);
  const texts = parts.flatMap((part) => (part.type === 'text' ? [part.text] : []));
  const results = parts.filter((part) => part.type === 'tool-result');
  const said = [humanWords(texts), ...results.map(({ content }) => humanWordsInResult(content))];
  return said.some((words) => words.trim() !== '') ? [] : results.map(({ callId }) => callId);
}

function isOfTools(message: Message): boolean {
  const kinds = message.role === 'user' ? partsOf(message).map(({ type }) => type) : [];
  return kinds.includes('tool-result') || (kinds.length > 0 && kinds.every((kind) => kind === 'image'));
}

function partsOf({ content }: Message): readonly MessagePart[] {
  return typeof content === 'string' ? [{ type: 'text', text: content }] : content;
}

/** @returns the side that made the latest of these calls that is remembered; undefined where none is */
export function callerOf(callIds: readonly string[], toolCalls: ReadonlyMap<string, Side>): Side | undefined {
  return callIds.map((id) => toolCalls.get(id)).findLast((side) => side !== undefined);
}

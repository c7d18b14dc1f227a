import { TurnoutError } from '../errors';
import { humanWords, humanWordsInResult, interjectionOf } from './humanWords';

/** A message as other programs write it: text, parts of which some are text, or nothing but a tool's call. */
export interface LooseMessage {
  readonly role: string;
  readonly content?: string | readonly LoosePart[] | null;
}

interface LoosePart {
  readonly type: string;
  readonly text?: string;
  /** What a tool gave back, in Anthropic's format. */
  readonly content?: unknown;
}

/** Whether something read from outside is a list of messages. */
export function areMessages(value: unknown): value is LooseMessage[] {
  return Array.isArray(value) && value.every(isMessage);
}

/**
 * The text the router scores: what a person asked for last. Tools' results, attached files, reminders and summaries that
 * programs put into the user's turns are not the ask, and never is the history before it. Where no turn holds a person's
 * words that can be told from those, the last turn's text is taken as it is.
 *
 * @throws TurnoutError `empty-prompt` when there is no human turn or the last one is blank
 */
export function askOf(messages: readonly LooseMessage[]): string {
  const last = messages.findLast(isHuman);
  if (last === undefined || isBlank(last)) return requireAsk('');
  for (const message of messages.toReversed()) {
    const ask = wordsOf(message);
    if (ask.trim() !== '') return ask;
  }
  return requireAsk(textsOf(last.content).join('\n'));
}

/**
 * @returns the prompt itself
 * @throws TurnoutError `empty-prompt` when it holds nothing but white space
 */
export function requireAsk(prompt: string): string {
  if (prompt.trim() === '') {
    throw new TurnoutError('empty-prompt', 'The prompt is empty. Type what you want to ask.');
  }
  return prompt;
}

function wordsOf(message: LooseMessage): string {
  if (message.role === 'tool') return inResults([textsOf(message.content)]);
  // Claude Code puts its notes into messages of the system, too.
  if (message.role === 'system') return interjectionOf(textsOf(message.content).join('\n'));
  if (!isHuman(message)) return '';
  const words = humanWords(textsOf(message.content));
  return words.trim() === '' ? inResults(resultsOf(message)) : words;
}

function inResults(results: readonly (readonly string[])[]): string {
  return results
    .map((texts) => humanWordsInResult(texts.join('\n')))
    .filter((words) => words !== '')
    .join('\n\n');
}

function resultsOf({ content }: LooseMessage): readonly (readonly string[])[] {
  if (!Array.isArray(content)) return [];
  return content.filter(isResult).map((part: LoosePart) => textsOf(part.content));
}

function textsOf(content: unknown): readonly string[] {
  if (typeof content === 'string') return [content];
  if (!Array.isArray(content)) return [];
  return content.filter(isPart).flatMap(({ type, text }) => (type === 'text' ? [text ?? ''] : []));
}

function isHuman({ role }: LooseMessage): boolean {
  return role === 'user' || role === 'human';
}

function isResult({ type }: LoosePart): boolean {
  return type === 'tool_result' || type === 'tool-result';
}

/** Without text and without a tool's result: the person sent nothing that could be asked. */
function isBlank({ content }: LooseMessage): boolean {
  const answersTool = Array.isArray(content) && content.some(isResult);
  return !answersTool && textsOf(content).join('').trim() === '';
}

function isMessage(value: unknown): value is LooseMessage {
  if (typeof value !== 'object' || value === null || !('role' in value)) return false;
  if (typeof value.role !== 'string') return false;
  const content = 'content' in value ? value.content : null;
  return content === null || typeof content === 'string' || (Array.isArray(content) && content.every(isPart));
}

function isPart(value: unknown): value is LoosePart {
  if (typeof value !== 'object' || value === null || !('type' in value)) return false;
  return value.type !== 'text' || ('text' in value && typeof value.text === 'string');
}

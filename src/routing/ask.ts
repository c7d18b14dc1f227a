import { TurnoutError } from './errors';
import { humanWords } from './humanWords';

/** A message as other programs write it: text, parts of which some are text, or nothing but a tool's call. */
export interface LooseMessage {
  readonly role: string;
  readonly content?: string | readonly LoosePart[] | null;
}

interface LoosePart {
  readonly type: string;
  readonly text?: string;
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
  const turns = messages.filter(({ role }) => role === 'user' || role === 'human');
  const last = turns.at(-1);
  if (last === undefined || isBlank(last)) return requireAsk('');
  for (const turn of turns.toReversed()) {
    const ask = wordsOf(turn);
    if (ask.trim() !== '') return ask;
  }
  return requireAsk(textsOf(last).join('\n'));
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

/** Programs put what they add into parts of its own, or around a person's words in the same one. */
function wordsOf(turn: LooseMessage): string {
  const texts = textsOf(turn);
  return texts
    .map(humanWords)
    .filter((words, part) => words.trim() !== '' || texts[part] === words)
    .join('\n');
}

function textsOf({ content }: LooseMessage): readonly string[] {
  if (typeof content === 'string') return [content];
  return (content ?? []).flatMap((part) => (part.type === 'text' ? [part.text ?? ''] : []));
}

/** Without text and without a tool's result: the person sent nothing that could be asked. */
function isBlank(turn: LooseMessage): boolean {
  const { content } = turn;
  const answersTool =
    Array.isArray(content) && content.some(({ type }) => type === 'tool_result' || type === 'tool-result');
  return !answersTool && textsOf(turn).join('').trim() === '';
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

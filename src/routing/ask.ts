import { TurnoutError } from './errors';

/** A message as other programs write it: text, parts of which some are text, or nothing but a tool's call. */
export interface LooseMessage {
  readonly role: string;
  readonly content?: string | readonly MessagePart[] | null;
}

interface MessagePart {
  readonly type: string;
  readonly text?: string;
}

/** Whether something read from outside is a list of messages. */
export function areMessages(value: unknown): value is LooseMessage[] {
  return Array.isArray(value) && value.every(isMessage);
}

/**
 * The text the router scores: the last human turn, never the history before it.
 *
 * @throws TurnoutError `empty-prompt` when there is no such turn or it is blank
 */
export function askOf(messages: readonly LooseMessage[]): string {
  const turn = messages.findLast((message) => message.role === 'user' || message.role === 'human');
  return requireAsk(turn === undefined ? '' : textOf(turn));
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

function textOf({ content }: LooseMessage): string {
  if (typeof content === 'string') return content;
  return (content ?? [])
    .filter((part) => part.type === 'text')
    .map((part) => part.text ?? '')
    .join('\n');
}

function isMessage(value: unknown): value is LooseMessage {
  if (typeof value !== 'object' || value === null || !('role' in value)) return false;
  if (typeof value.role !== 'string') return false;
  const content = 'content' in value ? value.content : null;
  return content === null || typeof content === 'string' || (Array.isArray(content) && content.every(isPart));
}

function isPart(value: unknown): value is MessagePart {
  if (typeof value !== 'object' || value === null || !('type' in value)) return false;
  return value.type !== 'text' || ('text' in value && typeof value.text === 'string');
}

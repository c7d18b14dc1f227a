import { TurnoutError } from './errors';

/** A message as other programs write it: text, parts of which some are text, or nothing beside a tool call. */
export interface LooseMessage {
  readonly role: string;
  readonly content?: string | null | readonly { readonly type: string; readonly text?: string }[];
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

function textOf(message: LooseMessage): string {
  if (typeof message.content === 'string') return message.content;
  return (message.content ?? [])
    .filter((part) => part.type === 'text')
    .map((part) => part.text ?? '')
    .join('\n');
}

import { askOf } from './asking/ask';
import { TurnoutError } from './errors';

/**
 * The prompts of one conversation as ChatGPT or Claude exports it: what a person typed, turn by turn. Attached files,
 * custom instructions and hidden turns are left out, and so are turns without words.
 *
 * @returns undefined for a value that neither of the two writes
 */
export function promptsOfExport(conversation: unknown): readonly string[] | undefined {
  if (!isObject(conversation)) return undefined;
  const { mapping, chat_messages: messages, current_node: current } = conversation;
  if (isObject(mapping)) return asksOf(chatgptTurns(mapping, current));
  if (Array.isArray(messages)) return asksOf(messages.flatMap(claudeTurn));
  return undefined;
}

type Json = Readonly<Record<string, unknown>>;

/** ChatGPT keeps every version of an edited prompt in a tree: those count that lead to where the person left off. */
function chatgptTurns(mapping: Json, current: unknown): string[] {
  const path: unknown[] = [];
  const seen = new Set<unknown>();
  for (let id = current; typeof id === 'string' && !seen.has(id); ) {
    seen.add(id);
    const node = mapping[id];
    if (!isObject(node)) break;
    path.unshift(node);
    id = node.parent;
  }
  return (path.length > 0 ? path : Object.values(mapping)).flatMap(chatgptTurn);
}

function chatgptTurn(node: unknown): string[] {
  const message = isObject(node) ? node.message : undefined;
  if (!isObject(message) || !isObject(message.author) || message.author.role !== 'user') return [];
  const { content, metadata } = message;
  if (isObject(metadata) && metadata.is_visually_hidden_from_conversation === true) return [];
  if (!isObject(content) || !Array.isArray(content.parts)) return [];
  // Custom instructions come as a turn of the user's, of a type of their own and without parts.
  if (content.content_type !== 'text' && content.content_type !== 'multimodal_text') return [];
  return [content.parts.flatMap(chatgptText).join('\n')];
}

/** A part is text, words that were spoken, or a pointer to an image or a sound. */
function chatgptText(part: unknown): string[] {
  if (typeof part === 'string') return [part];
  return isObject(part) && typeof part.text === 'string' ? [part.text] : [];
}

function claudeTurn(message: unknown): string[] {
  if (!isObject(message) || message.sender !== 'human') return [];
  const { content, text } = message;
  const parts = Array.isArray(content) ? content.filter(isObject) : [];
  const texts = parts.flatMap((part) =>
    part.type === 'text' && typeof part.text === 'string' ? [part.text] : [],
  );
  if (texts.length > 0) return [texts.join('\n')];
  return typeof text === 'string' ? [text] : [];
}

function asksOf(turns: readonly string[]): string[] {
  return turns.flatMap((content) => {
    try {
      return [askOf([{ role: 'user', content }])];
    } catch (error) {
      if (error instanceof TurnoutError && error.code === 'empty-prompt') return [];
      throw error;
    }
  });
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

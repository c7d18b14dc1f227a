import type { MessagePart } from '../../routing/chat';
import { isObject } from '../fields';

type Thinking = Extract<MessagePart, { type: 'thinking' | 'redacted-thinking' }>;

const mark = 'turnout:';

/** Another vendor's proof of thinking, as the one text in which clients of this format carry theirs. */
export function sealThinking(part: Thinking): string {
  return mark + Buffer.from(JSON.stringify(part)).toString('base64');
}

/** @returns undefined for what was not sealed here */
export function openThinking(sealed: unknown): Thinking | undefined {
  if (typeof sealed !== 'string' || !sealed.startsWith(mark)) return undefined;
  try {
    const part: unknown = JSON.parse(Buffer.from(sealed.slice(mark.length), 'base64').toString('utf8'));
    if (!isObject(part)) return undefined;
    const { type, text, signature, data } = part;
    if (type === 'thinking' && typeof text === 'string' && typeof signature === 'string') {
      return { type, text, signature };
    }
    return type === 'redacted-thinking' && typeof data === 'string' ? { type, data } : undefined;
  } catch {
    return undefined;
  }
}

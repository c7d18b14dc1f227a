import type * as vscode from 'vscode';
import type { MessagePart } from '../../routing/chat';
import { estimateTokens } from '../../routing/pricing';
import { providedMessage } from './providedRequest';

/** What an image takes at most vendors, whatever its size. */
const imageTokens = 1_000;

/** A rough count: which of the two models will answer, and so whose tokenizer counts, is not known yet. */
export function countTokens(text: string | vscode.LanguageModelChatRequestMessage): number {
  if (typeof text === 'string') return estimateTokens(text.length);
  const { content } = providedMessage(text);
  if (typeof content === 'string') return estimateTokens(content.length);
  return content.reduce((sum, part) => sum + tokensOf(part), 0);
}

function tokensOf(part: MessagePart): number {
  switch (part.type) {
    case 'image':
      return imageTokens;
    case 'tool-call':
      return estimateTokens(part.name.length + part.input.length);
    case 'tool-result':
      return estimateTokens(part.content.length);
    case 'text':
    case 'thinking':
      return estimateTokens(part.text.length);
    case 'redacted-thinking':
      return estimateTokens(part.data.length);
  }
}

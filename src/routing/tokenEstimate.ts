import type { ChatRequest, Message, MessagePart } from './chat';
import { estimateTokens } from './pricing';

/** What an image takes at most vendors, whatever its size. */
const imageTokens = 1_000;

/** A rough count of all that a model is sent, tools included. */
export function estimateRequestTokens({ messages, tools = [] }: ChatRequest): number {
  const described = tools.map(({ name, description, inputSchema }) =>
    estimateTokens(name.length + description.length + JSON.stringify(inputSchema).length),
  );
  return [...messages.map(estimateMessageTokens), ...described].reduce((sum, tokens) => sum + tokens, 0);
}

/** A rough count of a message, images and tools' results included. */
export function estimateMessageTokens({ content }: Message): number {
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

import type { ChatRequest, MessagePart, Tool } from './chat';

/** What an image takes at most vendors, whatever its size. */
const imageTokens = 1_000;

/** What a message's role and its bounds take. */
const messageTokens = 4;

/** Scripts in which a character is about a token of its own: Chinese, Japanese, Korean, and pictures. */
const denseScripts =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Extended_Pictographic}]/gu;

/**
 * A rough count of the tokens a request takes as input, for when no provider has counted: its messages, tools, calls and
 * results. Which tokenizer counts is not known before a model is chosen.
 */
export function estimateRequestTokens({ messages, tools = [] }: ChatRequest): number {
  const inMessages = messages.reduce(
    (sum, { content }) => sum + messageTokens + estimateContentTokens(content),
    0,
  );
  return tools.reduce((sum, tool) => sum + toolTokens(tool), inMessages);
}

/** The same for what is in one message. */
export function estimateContentTokens(content: string | readonly MessagePart[]): number {
  if (typeof content === 'string') return estimateTextTokens(content);
  return content.reduce((sum, part) => sum + partTokens(part), 0);
}

/** Four characters a token, where the script does not need a token for each. */
export function estimateTextTokens(text: string): number {
  const others = text.replace(denseScripts, '').length;
  return text.length - others + Math.ceil(others / 4);
}

function partTokens(part: MessagePart): number {
  switch (part.type) {
    case 'image':
      return imageTokens;
    case 'tool-call':
      return estimateTextTokens(part.name + part.input);
    case 'tool-result':
      return estimateTextTokens(part.content);
    case 'text':
    case 'thinking':
      return estimateTextTokens(part.text);
    case 'redacted-thinking':
      return estimateTextTokens(part.data);
  }
}

function toolTokens({ name, description, inputSchema }: Tool): number {
  return estimateTextTokens(name + description + JSON.stringify(inputSchema));
}

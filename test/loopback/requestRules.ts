import type { AnthropicChatRequest, AnthropicMessage } from './anthropicServer';

/** A message as OpenAI's chat completions take it. */
export interface OpenAiMessage {
  readonly role: string;
  readonly content?: unknown;
  readonly tool_calls?: readonly {
    readonly id: string;
    readonly function: { readonly name: string; readonly arguments: string };
  }[];
  readonly tool_call_id?: string;
}

/** What OpenAI, or a server that is stricter than it, says of messages that it refuses; undefined if it takes them. */
export function openAiComplaint(messages: readonly OpenAiMessage[]): string | undefined {
  let owed: string[] = [];
  for (const [index, message] of messages.entries()) {
    const at = `messages[${index}]`;
    if (message.role === 'tool') {
      if (!owed.includes(message.tool_call_id ?? '')) {
        return `${at}: role 'tool' must be a response to a preceding message with 'tool_calls'`;
      }
      owed = owed.filter((id) => id !== message.tool_call_id);
      continue;
    }
    if (owed.length > 0) return `${at}: these tool_call_ids did not have response messages: ${owed}`;
    if (message.role === 'system' && index > 0) return `${at}: System message must be at the beginning`;
    const before = messages.slice(0, index).findLast(({ role }) => role !== 'system' && role !== 'tool');
    const answersTools = messages[index - 1]?.role === 'tool';
    if (before?.role === message.role && !(message.role === 'assistant' && answersTools)) {
      return `${at}: Conversation roles must alternate`;
    }
    const calls = message.tool_calls ?? [];
    const { content } = message;
    if (calls.length === 0 && (content == null || content === '' || (content as []).length === 0)) {
      return `${at}: expected content`;
    }
    for (const call of calls) {
      if (call.id === '' || call.id.length > 40) return `${at}: tool_calls.id: string too long or empty`;
      const input: unknown = parsed(call.function.arguments);
      if (!isObject(input)) return `${at}: invalid tool call arguments`;
    }
    owed = calls.map(({ id }) => id);
  }
  return owed.length > 0 ? `these tool_call_ids did not have response messages: ${owed}` : undefined;
}

/** The same for Anthropic's messages. */
export function anthropicComplaint(request: AnthropicChatRequest): string | undefined {
  const { messages, tools = [] } = request;
  const blocks = messages.flatMap(blocksOf);
  const marks = [...(Array.isArray(request.system) ? request.system : []), ...tools, ...blocks].filter(
    (place) => 'cache_control' in place,
  );
  if (marks.length > 4)
    return `A maximum of 4 blocks with cache_control may be provided. Found ${marks.length}.`;
  const usesTools = blocks.some(({ type }) => type === 'tool_use' || type === 'tool_result');
  if (usesTools && tools.length === 0) {
    return 'Requests which include `tool_use` or `tool_result` blocks must define tools';
  }
  for (const [index, message] of messages.entries()) {
    const complaint = messageComplaint(message, messages[index - 1], messages[index + 1]);
    if (complaint !== undefined) return `messages.${index}: ${complaint}`;
  }
  return undefined;
}

function messageComplaint(
  message: AnthropicMessage,
  before: AnthropicMessage | undefined,
  after: AnthropicMessage | undefined,
): string | undefined {
  const blocks = blocksOf(message);
  if (before?.role === message.role) return 'roles must alternate';
  if (blocks.length === 0) return 'content must be non-empty';
  if (blocks.some(({ type, text }) => type === 'text' && String(text).trim() === '')) {
    return 'text content blocks must contain non-whitespace text';
  }
  const marked = blocks.filter((block) => 'cache_control' in block);
  if (marked.some(({ type }) => type.endsWith('thinking'))) return 'thinking.cache_control: not permitted';
  const calls = idsIn(blocks, 'tool_use', 'id');
  const results = idsIn(blocks, 'tool_result', 'tool_use_id');
  const called = before === undefined ? [] : idsIn(blocksOf(before), 'tool_use', 'id');
  const answered = after === undefined ? [] : idsIn(blocksOf(after), 'tool_result', 'tool_use_id');
  if (message.role === 'user') {
    if (blocks.some(({ type }) => !['text', 'image', 'tool_result'].includes(type)))
      return 'not the user’s block';
    if (blocks.slice(0, results.length).some(({ type }) => type !== 'tool_result')) {
      return 'tool_result blocks must come first';
    }
    if (results.some((id) => !called.includes(id)))
      return 'unexpected `tool_use_id` found in `tool_result` blocks';
    if (new Set(results).size < results.length) return 'each tool_use must have a single result';
    return undefined;
  }
  if (blocks.some(({ type }) => !/^(text|tool_use|(redacted_)?thinking)$/.test(type)))
    return 'not the assistant’s block';
  if (blocks.at(-1)?.type.endsWith('thinking'))
    return 'The final block in an assistant message cannot be `thinking`';
  if (blocks.some(({ type, signature }) => type === 'thinking' && signature === ''))
    return 'signature: Field required';
  if (calls.some((id) => !/^[a-zA-Z0-9_-]+$/.test(id))) return 'tool_use.id: String should match pattern';
  if (calls.some((id) => !answered.includes(id)))
    return '`tool_use` ids were found without `tool_result` blocks';
  if (blocks.some(({ type, input }) => type === 'tool_use' && !isObject(input)))
    return 'input: not a dictionary';
  return undefined;
}

function blocksOf({ content }: AnthropicMessage) {
  return typeof content === 'string' ? [{ type: 'text', text: content }] : content;
}

function idsIn(
  blocks: readonly { type: string; [field: string]: unknown }[],
  type: string,
  name: string,
): string[] {
  return blocks.filter((block) => block.type === type).map((block) => String(block[name]));
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import type Anthropic from '@anthropic-ai/sdk';
import type { ChatRequest, MessagePart, Tool, ToolChoice } from '../routing/chat';
import { toolInput } from '../routing/toolInput';
import { anthropicIds, callIdReplacer } from './callIds';
import { anthropicFieldsOf } from './translatedFields';
import { conversationOf, type Turn } from './turns';

export type AnthropicBody = Anthropic.MessageCreateParamsStreaming;

/**
 * The API wants a limit on every call. This one leaves room for thinking and for any answer a chat can show,
 * and no model that is still served allows less.
 */
const longestAnswer = 16_384;

/**
 * The body of a streamed message. Thinking goes back with its signature, whichever Anthropic model thought it: from the
 * messages alone that cannot be told, and newer models read the thinking of some others. What to send where an
 * endpoint refuses it, `concession` says.
 */
export function anthropicRequest(request: ChatRequest, model: string): AnthropicBody {
  const { original } = request;
  return original?.format === 'anthropic'
    ? withOwnIds({
        max_tokens: longestAnswer,
        ...original.body,
        model,
        stream: true,
      } as unknown as AnthropicBody)
    : { ...converted(request, model), ...(original && anthropicFieldsOf(original.body)) };
}

/** Ids that another vendor's model gave its calls, and this API refuses, are replaced. */
function withOwnIds(body: AnthropicBody): AnthropicBody {
  const wireId = callIdReplacer(anthropicIds);
  const messages = body.messages.map((message) => {
    if (typeof message.content === 'string') return message;
    const content = message.content.map((block) => {
      if (block.type === 'tool_use') return { ...block, id: wireId(block.id) };
      return block.type === 'tool_result' ? { ...block, tool_use_id: wireId(block.tool_use_id) } : block;
    });
    return { ...message, content } as Anthropic.MessageParam;
  });
  return { ...body, messages };
}

function converted(
  { messages, tools, toolChoice, maxOutputTokens, original }: ChatRequest,
  model: string,
): AnthropicBody {
  const { system, turns } = conversationOf(messages, { callId: anthropicIds, thinking: true });
  const offered = tools ?? [];
  const choice = offered.length === 0 ? undefined : toolChoice;
  const alone = original?.body.parallel_tool_calls === false && choice?.kind !== 'none';
  return {
    model,
    max_tokens: maxOutputTokens ?? longestAnswer,
    ...(system === '' ? {} : { system }),
    messages: turns.map(messageOf),
    ...toolsOf(offered, choice, turns),
    ...(alone && offered.length > 0
      ? {
          tool_choice: {
            ...(choiceOf(choice ?? { kind: 'auto' }) as Anthropic.ToolChoiceAuto),
            disable_parallel_tool_use: true,
          },
        }
      : {}),
    stream: true,
  };
}

/** A conversation in which tools were called wants them defined, even where none may be called any more. */
function toolsOf(
  tools: readonly Tool[],
  choice: ToolChoice | undefined,
  turns: readonly Turn[],
): Pick<AnthropicBody, 'tools' | 'tool_choice'> {
  if (tools.length > 0) {
    return {
      tools: tools.map(({ name, description, inputSchema, strict }) => ({
        name,
        ...(description === '' ? {} : { description }),
        input_schema: { ...inputSchema, type: 'object' },
        ...(strict ? { strict } : {}),
      })),
      ...(choice === undefined ? {} : { tool_choice: choiceOf(choice) }),
    };
  }
  const called = turns.flatMap(({ parts }) =>
    parts.flatMap((part) => (part.type === 'tool-call' ? [part.name] : [])),
  );
  if (called.length === 0) return {};
  return {
    tools: [...new Set(called)].map((name) => ({ name, input_schema: { type: 'object' } })),
    tool_choice: { type: 'none' },
  };
}

function choiceOf(choice: ToolChoice): Anthropic.ToolChoice {
  switch (choice.kind) {
    case 'required':
      return { type: 'any' };
    case 'tool':
      return { type: 'tool', name: choice.name };
    default:
      return { type: choice.kind };
  }
}

/** Words alone are sent as a string, which every gateway takes. */
function messageOf({ role, parts }: Turn): Anthropic.MessageParam {
  const [only, ...others] = parts;
  const content = only?.type === 'text' && others.length === 0 ? only.text : parts.map(blockOf);
  return { role, content };
}

function blockOf(part: MessagePart): Anthropic.ContentBlockParam {
  switch (part.type) {
    case 'text':
      return { type: 'text', text: part.text };
    case 'image':
      return { type: 'image', source: imageSource(part.source) };
    case 'tool-call':
      return { type: 'tool_use', id: part.id, name: part.name, input: toolInput(part.input) };
    case 'tool-result':
      return {
        type: 'tool_result',
        tool_use_id: part.callId,
        ...(part.content.trim() === '' ? {} : { content: part.content }),
        ...(part.failed ? { is_error: true } : {}),
      };
    case 'thinking':
      return { type: 'thinking', thinking: part.text, signature: part.signature };
    case 'redacted-thinking':
      return { type: 'redacted_thinking', data: part.data };
  }
}

/** A data URL's bytes, which the API wants apart from their type; it fetches any other URL itself. */
function imageSource(url: string): Anthropic.ImageBlockParam['source'] {
  const [, type, encoding, data] = /^data:([^;,]*)(?:;[^;,]*)*?(;base64)?,(.*)$/is.exec(url) ?? [];
  if (type === undefined || data === undefined) return { type: 'url', url };
  // Every other type is named as it is, for the API to say what it does not take.
  const mediaType = (type === 'image/jpg' ? 'image/jpeg' : type) as Anthropic.Base64ImageSource['media_type'];
  return {
    type: 'base64',
    media_type: mediaType,
    data: encoding === undefined ? Buffer.from(unescaped(data)).toString('base64') : data,
  };
}

function unescaped(data: string): string {
  try {
    return decodeURIComponent(data);
  } catch {
    return data;
  }
}

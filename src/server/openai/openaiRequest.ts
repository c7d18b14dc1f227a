import type { Message, MessagePart, Tool, ToolChoice } from '../../routing/chat';
import { freeFormSchema } from '../../routing/toolInput';
import {
  BadField,
  type Fields,
  type Read,
  readContent,
  readCount,
  readFlag,
  readList,
  readNumber,
  readObject,
  readOptional,
  readText,
} from '../fields';
import type { WireRequest } from '../wireFormat';
import { isLegacy, modernBody } from './legacyBody';
import { type CallStyle, renderChunks, renderCompletion } from './openaiRendering';

/** Reads the body of a chat completion. What Turnout has no word for stays in the original. */
export function readOpenAiRequest(sent: Fields): WireRequest {
  const body = modernBody(sent);
  const model = readText(body.model, 'model');
  const messages = readList(body.messages, 'messages', readMessage);
  if (messages.length === 0) throw new BadField('messages', 'must hold at least one message.');
  const streams = readOptional(body.stream, 'stream', readFlag) ?? false;
  const streamOptions = readOptional(body.stream_options, 'stream_options', readObject);
  const includeUsage =
    readOptional(streamOptions?.include_usage, 'stream_options.include_usage', readFlag) ?? false;
  for (const name of ['temperature', 'top_p']) readOptional(body[name], name, readNumber);
  if ((readOptional(body.n, 'n', readCount) ?? 1) > 1) {
    throw new BadField('n', 'must be 1: Turnout gives one answer to a request.');
  }
  const limit =
    readOptional(body.max_completion_tokens, 'max_completion_tokens', readCount) ??
    readOptional(body.max_tokens, 'max_tokens', readCount);
  const tools = readOptional(body.tools, 'tools', (value, field) => readList(value, field, readTool).flat());
  const calls: CallStyle = {
    freeForm: new Set(tools?.flatMap((tool) => (tool.inputSchema === freeFormSchema ? [tool.name] : []))),
    legacy: isLegacy(sent),
  };
  const toolChoice = readOptional(body.tool_choice, 'tool_choice', readToolChoice);
  return {
    model,
    chat: {
      messages,
      ...(tools && { tools }),
      ...(toolChoice && { toolChoice }),
      ...(limit !== undefined && { maxOutputTokens: limit }),
      original: { format: 'openai', body },
    },
    streams,
    render: (about) => (streams ? renderChunks(about, includeUsage, calls) : renderCompletion(about, calls)),
  };
}

const readMessage: Read<Message> = (value, field) => {
  const message = readObject(value, field);
  const content = (read: Read<MessagePart[]>) => readContent(message.content, `${field}.content`, read);
  const role = readText(message.role, `${field}.role`);
  switch (role) {
    case 'system':
    case 'developer':
      return { role: 'system', content: content(readPart) };
    case 'user':
      return { role, content: content(readPart) };
    case 'assistant': {
      const said = readOptional(message.content, `${field}.content`, (given, at) =>
        readContent(given, at, readPart),
      );
      const calls = readOptional(message.tool_calls, `${field}.tool_calls`, (given, at) =>
        readList(given, at, readToolCall),
      );
      return { role, content: [...(said ?? []), ...(calls ?? []).flat()] };
    }
    case 'tool':
      return { role: 'user', content: readToolResult(message, field) };
    default:
      throw new BadField(`${field}.role`, 'must be system, developer, user, assistant or tool.');
  }
};

/** @returns nothing for a kind of part that only the original carries */
const readPart: Read<MessagePart[]> = (value, field) => {
  const part = readObject(value, field);
  switch (readText(part.type, `${field}.type`)) {
    case 'text':
      return [{ type: 'text', text: readText(part.text, `${field}.text`) }];
    case 'refusal':
      return [{ type: 'text', text: readText(part.refusal, `${field}.refusal`) }];
    case 'image_url': {
      const image = readObject(part.image_url, `${field}.image_url`);
      return [{ type: 'image', source: readText(image.url, `${field}.image_url.url`) }];
    }
    default:
      return [];
  }
};

const readToolCall: Read<MessagePart[]> = (value, field) => {
  const call = readObject(value, field);
  const id = readText(call.id, `${field}.id`);
  const type = readOptional(call.type, `${field}.type`, readText) ?? 'function';
  if (type === 'custom') {
    const custom = readObject(call.custom, `${field}.custom`);
    const input = JSON.stringify({ input: readText(custom.input, `${field}.custom.input`) });
    return [{ type: 'tool-call', id, name: readText(custom.name, `${field}.custom.name`), input }];
  }
  const called = readObject(call.function, `${field}.function`);
  return [
    {
      type: 'tool-call',
      id,
      name: readText(called.name, `${field}.function.name`),
      input: readText(called.arguments, `${field}.function.arguments`),
    },
  ];
};

function readToolResult(message: Fields, field: string): MessagePart[] {
  const parts = readContent(message.content, `${field}.content`, readPart);
  const texts = parts.flatMap((part) => (part.type === 'text' ? [part.text] : []));
  const callId = readText(message.tool_call_id, `${field}.tool_call_id`);
  return [
    { type: 'tool-result', callId, content: texts.join('\n'), failed: false },
    ...parts.filter((part) => part.type === 'image'),
  ];
}

/** @returns nothing for a kind of tool that only the original carries */
const readTool: Read<Tool[]> = (value, field) => {
  const tool = readObject(value, field);
  const type = readText(tool.type, `${field}.type`);
  if (type === 'custom') return [readFreeForm(readObject(tool.custom, `${field}.custom`), `${field}.custom`)];
  if (type !== 'function') return [];
  const described = readObject(tool.function, `${field}.function`);
  return [
    {
      name: readText(described.name, `${field}.function.name`),
      description: readOptional(described.description, `${field}.function.description`, readText) ?? '',
      inputSchema: readOptional(described.parameters, `${field}.function.parameters`, readObject) ?? {
        type: 'object',
        properties: {},
      },
      ...(described.strict === true && { strict: true }),
    },
  ];
};

const readFreeForm = (tool: Fields, field: string): Tool => ({
  name: readText(tool.name, `${field}.name`),
  description: readOptional(tool.description, `${field}.description`, readText) ?? '',
  inputSchema: freeFormSchema,
});

const readToolChoice: Read<ToolChoice> = (value, field) => {
  if (value === 'auto' || value === 'none' || value === 'required') return { kind: value };
  const choice = readObject(value, field);
  const { type } = choice;
  if (type === 'function' || type === 'custom') {
    const named = readObject(choice[type], `${field}.${type}`);
    return { kind: 'tool', name: readText(named.name, `${field}.${type}.name`) };
  }
  if (type === 'allowed_tools') return { kind: 'auto' };
  throw new BadField(field, 'must be auto, none, required, or name a function.');
};

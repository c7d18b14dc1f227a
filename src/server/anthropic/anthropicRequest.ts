import type { IncomingHttpHeaders } from 'node:http';
import type { ChatRequest, Message, MessagePart, Tool, ToolChoice } from '../../routing/chat';
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
import { renderEvents, renderMessage } from './anthropicRendering';

/** Reads the body of a message. What Turnout has no word for stays in the original. */
export function readAnthropicRequest(body: Fields, headers: IncomingHttpHeaders): WireRequest {
  const { model, chat } = readCountedRequest(body);
  const betas = headers['anthropic-beta'];
  const streams = readOptional(body.stream, 'stream', readFlag) ?? false;
  for (const name of ['temperature', 'top_p']) readOptional(body[name], name, readNumber);
  return {
    model,
    chat: {
      ...chat,
      maxOutputTokens: readCount(body.max_tokens, 'max_tokens'),
      original: {
        format: 'anthropic',
        body,
        ...(typeof betas === 'string' && { betas: betas.split(',').map((beta) => beta.trim()) }),
      },
    },
    streams,
    render: (about) => (streams ? renderEvents(about) : renderMessage(about)),
  };
}

/** Reads what a request to count tokens has in common with one for an answer. */
export function readCountedRequest(body: Fields): { readonly model: string; readonly chat: ChatRequest } {
  const model = readText(body.model, 'model');
  const system = readOptional(body.system, 'system', (value, field) => readContent(value, field, readBlock));
  const messages = readList(body.messages, 'messages', readMessage);
  if (messages.length === 0) throw new BadField('messages', 'must hold at least one message.');
  const tools = readOptional(body.tools, 'tools', (value, field) => readList(value, field, readTool).flat());
  const toolChoice = readOptional(body.tool_choice, 'tool_choice', readToolChoice);
  return {
    model,
    chat: {
      messages: system === undefined ? messages : [{ role: 'system', content: system }, ...messages],
      ...(tools && { tools }),
      ...(toolChoice && { toolChoice }),
    },
  };
}

const readMessage: Read<Message> = (value, field) => {
  const message = readObject(value, field);
  const role = readText(message.role, `${field}.role`);
  if (role !== 'user' && role !== 'assistant' && role !== 'system') {
    throw new BadField(`${field}.role`, 'must be user, assistant or system.');
  }
  return { role, content: readContent(message.content, `${field}.content`, readBlock) };
};

/** @returns nothing for a kind of block that only the original carries */
const readBlock: Read<MessagePart[]> = (value, field) => {
  const block = readObject(value, field);
  switch (readText(block.type, `${field}.type`)) {
    case 'text':
      return [{ type: 'text', text: readText(block.text, `${field}.text`) }];
    case 'image':
      return readImage(block.source, `${field}.source`);
    case 'document':
      return readDocument(block.source, `${field}.source`);
    case 'tool_use': {
      const id = readText(block.id, `${field}.id`);
      const input = JSON.stringify(readObject(block.input, `${field}.input`));
      return [{ type: 'tool-call', id, name: readText(block.name, `${field}.name`), input }];
    }
    case 'tool_result':
      return readToolResult(block, field);
    case 'thinking': {
      const signature = readOptional(block.signature, `${field}.signature`, readText) ?? '';
      return [{ type: 'thinking', text: readText(block.thinking, `${field}.thinking`), signature }];
    }
    case 'redacted_thinking':
      return [{ type: 'redacted-thinking', data: readText(block.data, `${field}.data`) }];
    default:
      return [];
  }
};

function readImage(value: unknown, field: string): MessagePart[] {
  const source = readObject(value, field);
  switch (readText(source.type, `${field}.type`)) {
    case 'url':
      return [{ type: 'image', source: readText(source.url, `${field}.url`) }];
    case 'base64': {
      const type = readText(source.media_type, `${field}.media_type`);
      return [{ type: 'image', source: `data:${type};base64,${readText(source.data, `${field}.data`)}` }];
    }
    default:
      return [];
  }
}

function readDocument(value: unknown, field: string): MessagePart[] {
  const source = readObject(value, field);
  return source.type === 'text' ? [{ type: 'text', text: readText(source.data, `${field}.data`) }] : [];
}

/** A result of text alone, followed by the images that came with it. */
function readToolResult(block: Fields, field: string): MessagePart[] {
  const parts =
    readOptional(block.content, `${field}.content`, (content, at) => readContent(content, at, readBlock)) ??
    [];
  const texts = parts.flatMap((part) => (part.type === 'text' ? [part.text] : []));
  return [
    {
      type: 'tool-result',
      callId: readText(block.tool_use_id, `${field}.tool_use_id`),
      content: texts.join('\n'),
      failed: readOptional(block.is_error, `${field}.is_error`, readFlag) ?? false,
    },
    ...parts.filter((part) => part.type === 'image'),
  ];
}

/** @returns nothing for tools that Anthropic runs itself: only the original carries those */
const readTool: Read<Tool[]> = (value, field) => {
  const tool = readObject(value, field);
  const type = readOptional(tool.type, `${field}.type`, readText) ?? 'custom';
  const name = readText(tool.name, `${field}.name`);
  if (type !== 'custom') return [];
  return [
    {
      name,
      description: readOptional(tool.description, `${field}.description`, readText) ?? '',
      inputSchema: readObject(tool.input_schema, `${field}.input_schema`),
      ...(tool.strict === true && { strict: true }),
    },
  ];
};

const readToolChoice: Read<ToolChoice> = (value, field) => {
  const choice = readObject(value, field);
  switch (choice.type) {
    case 'auto':
    case 'none':
      return { kind: choice.type };
    case 'any':
      return { kind: 'required' };
    case 'tool':
      return { kind: 'tool', name: readText(choice.name, `${field}.name`) };
    default:
      throw new BadField(`${field}.type`, 'must be auto, any, tool or none.');
  }
};

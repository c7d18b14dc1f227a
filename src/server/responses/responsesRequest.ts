import { freeFormSchema } from '../../routing/toolInput';
import {
  BadField,
  type Fields,
  isObject,
  readFlag,
  readList,
  readObject,
  readOptional,
  readText,
} from '../fields';
import { readOpenAiRequest } from '../openai/openaiRequest';
import type { WireRequest } from '../wireFormat';
import { messagesOf } from './responsesItems';
import { ToolNames } from './toolNames';

/** A request of the Responses API, read. */
export interface ResponsesRequest {
  readonly asked: Pick<WireRequest, 'model' | 'chat'>;
  readonly streams: boolean;
  /** What was said so far, `previous_response_id` included. */
  readonly items: readonly unknown[];
  readonly names: ToolNames;
  /** Whether the answer is to be kept for later requests. */
  readonly stores: boolean;
}

/**
 * Reads a request by way of a chat completion, so that whatever is done for those is done for these.
 *
 * @param before the items that `previous_response_id` stands for
 * @throws BadField
 */
export function readResponsesInput(body: Fields, before: readonly unknown[] = []): ResponsesRequest {
  for (const name of ['conversation', 'prompt', 'background']) {
    if (body[name]) throw new BadField(name, 'is kept by OpenAI alone, and so cannot be routed.');
  }
  const model = readText(body.model, 'model');
  const names = new ToolNames();
  const items = [...before, ...newItems(body.input)];
  const tools = readOptional(body.tools, 'tools', (value, field) =>
    readList(value, field, (tool, at) => toolsOf(readObject(tool, at), at, names)).flat(),
  );
  const { messages, thinking } = messagesOf(items, names);
  const instructions = readOptional(body.instructions, 'instructions', readText) ?? '';
  const system = instructions === '' ? [] : [{ role: 'system', content: instructions }];
  const { chat } = readOpenAiRequest({
    model,
    messages: [...system, ...messages],
    ...(tools && tools.length > 0 && toolFields(body, tools)),
    ...settingsOf(body),
  });
  return {
    asked: {
      model,
      chat: {
        ...chat,
        messages: chat.messages.map((message, index) => {
          const thoughts = thinking.get(index - system.length) ?? [];
          const { content } = message;
          const parts = typeof content === 'string' ? [{ type: 'text' as const, text: content }] : content;
          return thoughts.length === 0 ? message : { ...message, content: [...thoughts, ...parts] };
        }),
      },
    },
    streams: readOptional(body.stream, 'stream', readFlag) ?? false,
    items,
    names,
    stores: readOptional(body.store, 'store', readFlag) ?? true,
  };
}

function newItems(input: unknown): readonly unknown[] {
  if (input === undefined || input === null) return [];
  if (typeof input === 'string') return [{ type: 'message', role: 'user', content: input }];
  return readList(input, 'input', (item) => item);
}

/** @returns none for tools that a vendor runs itself */
function toolsOf(tool: Fields, field: string, names: ToolNames, namespace?: string): Fields[] {
  const type = readText(tool.type, `${field}.type`);
  if (type === 'namespace') {
    const group = readText(tool.name, `${field}.name`);
    return readList(tool.tools, `${field}.tools`, (each, at) =>
      toolsOf(readObject(each, at), at, names, group),
    ).flat();
  }
  if (type !== 'function' && type !== 'custom') return [];
  const name = names.add({
    kind: type,
    name: readText(tool.name, `${field}.name`),
    ...(namespace && { namespace }),
  });
  const description = readOptional(tool.description, `${field}.description`, readText) ?? '';
  if (type === 'custom') {
    const format = isObject(tool.format) ? tool.format : {};
    const grammar =
      typeof format.definition === 'string'
        ? `\n\nThe input must follow this grammar:\n${format.definition}`
        : '';
    const parameters = freeFormSchema;
    return [{ type: 'function', function: { name, description: description + grammar, parameters } }];
  }
  const { parameters, strict } = tool;
  return [
    {
      type: 'function',
      function: {
        name,
        description,
        ...(parameters ? { parameters } : {}),
        ...(strict === true && { strict }),
      },
    },
  ];
}

function toolFields(
  { tool_choice: choice, parallel_tool_calls: parallel }: Fields,
  tools: readonly Fields[],
): Fields {
  return {
    tools,
    ...(typeof parallel === 'boolean' && { parallel_tool_calls: parallel }),
    ...(choice !== undefined && choice !== null && { tool_choice: choiceOf(choice) }),
  };
}

function choiceOf(choice: unknown): unknown {
  if (!isObject(choice)) return choice;
  if (choice.type === 'allowed_tools') return choice.mode === 'required' ? 'required' : 'auto';
  if (choice.type !== 'function' && choice.type !== 'custom') return 'auto';
  return { type: 'function', function: { name: choice.name } };
}

const shared = [
  'temperature',
  'top_p',
  'user',
  'service_tier',
  'prompt_cache_key',
  'safety_identifier',
] as const;

/** What both of OpenAI's APIs can be told, by the names of the older one. */
function settingsOf(body: Fields): Fields {
  const reasoning = readOptional(body.reasoning, 'reasoning', readObject);
  const text = readOptional(body.text, 'text', readObject);
  const format = readOptional(text?.format, 'text.format', readObject);
  const { type, ...schema } = format ?? {};
  const given = {
    ...Object.fromEntries(shared.map((name) => [name, body[name]])),
    max_completion_tokens: body.max_output_tokens,
    reasoning_effort: reasoning?.effort,
    verbosity: text?.verbosity,
    response_format:
      type === 'json_schema' ? { type, json_schema: schema } : type === 'json_object' ? { type } : undefined,
  };
  return Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined && value !== null),
  );
}

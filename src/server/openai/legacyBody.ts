import { type Fields, isObject } from '../fields';

/**
 * A body as programs write it today: functions and their role have become tools, and a limit of −1, by which some say that
 * there is none, is left out. The body itself where that is what it is.
 */
export function modernBody(body: Fields): Fields {
  if (!isOld(body)) return body;
  const { functions, function_call: choice, ...rest } = body;
  return {
    ...Object.fromEntries(Object.entries(rest).filter(([name, value]) => !isNoLimit(name, value))),
    ...(Array.isArray(body.messages) && {
      messages: body.messages.map((message, index, all) => modernMessage(message, index, all[index - 1])),
    }),
    ...(Array.isArray(functions) && {
      tools: functions.map((described) => ({ type: 'function', function: described })),
      // The old format has room for one call.
      parallel_tool_calls: false,
    }),
    ...(choice !== undefined &&
      choice !== null && {
        tool_choice: isObject(choice) ? { type: 'function', function: choice } : choice,
      }),
  };
}

/** Whether the client knows functions only, and no tools. */
export function isLegacy({ functions, tools }: Fields): boolean {
  return Array.isArray(functions) && tools === undefined;
}

function isOld(body: Fields): boolean {
  const { messages } = body;
  return (
    body.functions !== undefined ||
    body.function_call !== undefined ||
    Object.entries(body).some(([name, value]) => isNoLimit(name, value)) ||
    (Array.isArray(messages) && messages.some(isOldMessage))
  );
}

function isOldMessage(message: unknown): boolean {
  return isObject(message) && (message.role === 'function' || isObject(message.function_call));
}

function isNoLimit(name: string, value: unknown): boolean {
  return (name === 'max_tokens' || name === 'max_completion_tokens') && value === -1;
}

/** Calls had no ids: each is answered by the message after it. */
function modernMessage(message: unknown, index: number, before: unknown): unknown {
  if (!isObject(message)) return message;
  if (message.role === 'function' && isObject(before) && isObject(before.function_call)) {
    const { name: _, ...rest } = message;
    return { ...rest, role: 'tool', content: rest.content ?? '', tool_call_id: `function_call_${index - 1}` };
  }
  if (message.role !== 'assistant' || !isObject(message.function_call)) return message;
  const { function_call: called, ...rest } = message;
  return { ...rest, tool_calls: [{ id: `function_call_${index}`, type: 'function', function: called }] };
}

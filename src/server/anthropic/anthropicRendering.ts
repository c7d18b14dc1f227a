import { randomUUID } from 'node:crypto';
import type { FinishReason, Usage } from '../../routing/chat';
import { toolInput } from '../../routing/toolInput';
import { createCallWriting } from '../callWriting';
import { createEnding } from '../ending';
import type { AnswerOnWire, ContentPart, Rendering } from '../wireFormat';
import { anthropicError } from './anthropicErrors';

type Block =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'thinking'; readonly thinking: string; readonly signature: string }
  | { readonly type: 'redacted_thinking'; readonly data: string }
  | { readonly type: 'tool_use'; readonly id: string; readonly name: string; readonly input: object };

/** How the next part of an answer goes into the blocks of a message. */
type Step =
  | { readonly do: 'add'; readonly block: Block }
  /** To the last block, which is of this type, or else to a new one. */
  | { readonly do: 'extend'; readonly type: 'text' | 'thinking'; readonly text: string }
  | { readonly do: 'sign'; readonly signature: string };

/** What is told of calls before they are whole has no place in a message of one piece. */
type WholePart = Exclude<ContentPart, { readonly type: 'tool-call-piece' }>;

function stepOf(part: WholePart): Step | undefined {
  switch (part.type) {
    case 'text':
      return { do: 'extend', type: 'text', text: part.text };
    case 'thinking':
      return { do: 'extend', type: 'thinking', text: part.text };
    case 'thinking-signature':
      return { do: 'sign', signature: part.signature };
    case 'redacted-thinking':
      return { do: 'add', block: { type: 'redacted_thinking', data: part.data } };
    case 'tool-call':
      return {
        do: 'add',
        block: { type: 'tool_use', id: part.id, name: part.name, input: toolInput(part.input) },
      };
    case 'finish':
      return undefined;
  }
}

/** A message as a stream of events. */
export function renderEvents(about: AnswerOnWire): Rendering {
  const ending = createEnding();
  let started = false;
  let index = 0;
  /** The block that more of may come. */
  let open: 'text' | 'thinking' | undefined;

  const start = () => {
    if (started) return '';
    started = true;
    // Clients keep what is said here unless it is said anew: no mark that might not hold.
    const usage = wireCounts({ ...about.expected, outputTokens: 0 });
    return event('message_start', { message: { ...commonFields(about), content: [], ...unfinished, usage } });
  };
  const begin = (block: object) => event('content_block_start', { index, content_block: block });
  const delta = (fields: object) => event('content_block_delta', { index, delta: fields });
  const close = () => {
    if (open === undefined) return '';
    open = undefined;
    return event('content_block_stop', { index: index++ });
  };
  const reopen = (type: 'text' | 'thinking') => {
    if (open === type) return '';
    const before = close();
    open = type;
    const empty = type === 'text' ? { type, text: '' } : { type, thinking: '', signature: '' };
    return before + begin(empty);
  };
  const add = (block: Block) => {
    const before = close();
    return before + begin(block) + event('content_block_stop', { index: index++ });
  };
  const take = (step: Step): string => {
    switch (step.do) {
      case 'add':
        return add(step.block);
      case 'extend': {
        const { type, text } = step;
        return (
          reopen(type) +
          delta(type === 'text' ? { type: 'text_delta', text } : { type: 'thinking_delta', thinking: text })
        );
      }
      case 'sign':
        return reopen('thinking') + delta({ type: 'signature_delta', signature: step.signature }) + close();
    }
  };

  const calls = createCallWriting({
    begin: ({ id, name }) => start() + close() + begin({ type: 'tool_use', id, name, input: {} }),
    add: (input) => delta({ type: 'input_json_delta', partial_json: input }),
    input: ({ input }) => JSON.stringify(toolInput(input)),
    end: () => event('content_block_stop', { index: index++ }),
    other: (part) => {
      const step = stepOf(part);
      return step === undefined ? '' : start() + take(step);
    },
  });

  return {
    contentType: 'text/event-stream; charset=utf-8',
    ping: () => event('ping', {}),
    part: (part) => {
      ending.hear(part);
      return calls.take(part);
    },
    end: (usage) =>
      [
        start(),
        calls.rest(),
        close(),
        event('message_delta', { delta: stopOf(ending.reason()), usage: wireUsage(usage) }),
        event('message_stop', {}),
      ].join(''),
    fail: (refusal) => `event: error\ndata: ${JSON.stringify(anthropicError(refusal))}\n\n`,
  };
}

/** A message in one piece. */
export function renderMessage(about: AnswerOnWire): Rendering {
  const ending = createEnding();
  const content: Block[] = [];
  const extend = (type: 'text' | 'thinking', text: string) => {
    const last = content.at(-1);
    if (type === 'text' && last?.type === 'text') {
      content[content.length - 1] = { type, text: last.text + text };
    } else if (type === 'thinking' && last?.type === 'thinking' && last.signature === '') {
      content[content.length - 1] = { ...last, thinking: last.thinking + text };
    } else {
      content.push(type === 'text' ? { type, text } : { type, thinking: text, signature: '' });
    }
  };
  const take = (step: Step) => {
    switch (step.do) {
      case 'add':
        content.push(step.block);
        break;
      case 'extend':
        extend(step.type, step.text);
        break;
      case 'sign': {
        extend('thinking', '');
        const last = content.at(-1);
        if (last?.type === 'thinking') {
          content[content.length - 1] = { ...last, signature: step.signature };
        }
        break;
      }
    }
  };
  return {
    contentType: 'application/json',
    // JSON may begin with any number of spaces.
    ping: () => ' ',
    part: (part) => {
      ending.hear(part);
      const step = part.type === 'tool-call-piece' ? undefined : stepOf(part);
      if (step !== undefined) take(step);
      return '';
    },
    end: (usage) =>
      JSON.stringify({
        ...commonFields(about),
        content,
        ...stopOf(ending.reason()),
        usage: wireUsage(usage),
      }),
    fail: (refusal) => JSON.stringify(anthropicError(refusal)),
  };
}

const unfinished = { stop_reason: null, stop_sequence: null };

function event(type: string, fields: object): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
}

function commonFields({ model }: AnswerOnWire) {
  return { id: `msg_${randomUUID().replaceAll('-', '')}`, type: 'message', role: 'assistant', model };
}

/** In this format the input leaves out what was cached. */
function wireCounts(usage: Usage): object {
  const { inputTokens, cachedInputTokens, outputTokens } = usage;
  const { cacheWriteTokens = 0, cacheWriteHourTokens = 0 } = usage;
  const written = cacheWriteTokens + cacheWriteHourTokens;
  return {
    input_tokens: inputTokens - cachedInputTokens - written,
    cache_creation_input_tokens: written,
    ...(written > 0 && {
      cache_creation: {
        ephemeral_5m_input_tokens: cacheWriteTokens,
        ephemeral_1h_input_tokens: cacheWriteHourTokens,
      },
    }),
    cache_read_input_tokens: cachedInputTokens,
    output_tokens: outputTokens,
  };
}

function wireUsage(usage: Usage): object {
  return { ...wireCounts(usage), ...(usage.source === 'estimated' && { estimated: true }) };
}

const wireReasons: Readonly<Record<FinishReason, string>> = {
  stop: 'end_turn',
  length: 'max_tokens',
  'tool-calls': 'tool_use',
  refusal: 'refusal',
};

function stopOf(reason: FinishReason): object {
  return { stop_reason: wireReasons[reason], stop_sequence: null };
}

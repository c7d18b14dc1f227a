import { randomUUID } from 'node:crypto';
import type { FinishReason, Usage } from '../../routing/chat';
import { freeFormInput } from '../../routing/toolInput';
import { createEnding } from '../ending';
import type { AnswerOnWire, ContentPart, Rendering } from '../wireFormat';
import { openAiError } from './openaiErrors';

/** How a client wants calls of tools. */
export interface CallStyle {
  /** Tools whose input is no JSON. */
  readonly freeForm: ReadonlySet<string>;
  /** Whether the one call is a `function_call`, as before there were tools. */
  readonly legacy: boolean;
}

/** A chat completion as a stream of chunks. */
export function renderChunks(about: AnswerOnWire, includeUsage: boolean, style: CallStyle): Rendering {
  const { freeForm, legacy } = style;
  const common = commonFields(about, 'chat.completion.chunk');
  const event = (fields: object) => `data: ${JSON.stringify({ ...common, ...fields })}\n\n`;
  const choice = (delta: object, finish_reason: string | null) =>
    event({
      choices: [{ index: 0, delta, logprobs: null, finish_reason }],
      ...(includeUsage && { usage: null }),
    });
  const ending = createEnding();
  let opened = false;
  /** The input of each call that has been sent so far, in the order of their numbers. */
  const sent = new Map<string, string>();

  const open = () => {
    if (opened) return '';
    opened = true;
    return choice({ role: 'assistant', content: '', refusal: null }, null);
  };
  const begin = (id: string) => {
    sent.set(id, '');
    return sent.size - 1;
  };
  const more = ({ id, name }: { readonly id: string; readonly name: string }, input: string) => {
    const before = sent.get(id);
    if (before === undefined) begin(id);
    else if (input === '') return undefined;
    sent.set(id, `${before ?? ''}${input}`);
    const index = [...sent.keys()].indexOf(id);
    const called = before === undefined ? { name, arguments: input } : { arguments: input };
    if (legacy) return index === 0 ? { function_call: called } : undefined;
    return before === undefined
      ? { tool_calls: [{ index, id, type: 'function', function: called }] }
      : { tool_calls: [{ index, function: called }] };
  };
  const deltaOf = (part: ContentPart): object | undefined => {
    switch (part.type) {
      case 'text':
        return { content: part.text };
      case 'thinking':
        return { reasoning_content: part.text };
      case 'tool-call-piece':
        return freeForm.has(part.name) ? undefined : more(part, part.input);
      case 'tool-call':
        if (freeForm.has(part.name))
          return { tool_calls: [{ index: begin(part.id), ...wireCall(part, style) }] };
        return more(part, (part.input || '{}').slice(sent.get(part.id)?.length ?? 0));
      default:
        // Proofs of thinking have no place in this format, and the end is told at the end.
        return undefined;
    }
  };

  return {
    contentType: 'text/event-stream; charset=utf-8',
    ping: () => ': still at it\n\n',
    part: (part) => {
      ending.hear(part);
      const delta = deltaOf(part);
      return delta === undefined ? '' : open() + choice(delta, null);
    },
    end: (usage) =>
      [
        open(),
        choice({}, wireReason(ending.reason(), style)),
        includeUsage ? event({ choices: [], usage: wireUsage(usage) }) : '',
        'data: [DONE]\n\n',
      ].join(''),
    fail: (refusal) => `data: ${JSON.stringify(openAiError(refusal))}\n\n`,
  };
}

/** A chat completion in one piece. */
export function renderCompletion(about: AnswerOnWire, style: CallStyle): Rendering {
  const ending = createEnding();
  let content = '';
  let reasoning = '';
  const calls: WireCall[] = [];
  return {
    contentType: 'application/json',
    // JSON may begin with any number of spaces.
    ping: () => ' ',
    part: (part) => {
      ending.hear(part);
      if (part.type === 'text') content += part.text;
      if (part.type === 'thinking') reasoning += part.text;
      if (part.type === 'tool-call') calls.push(wireCall(part, style));
      return '';
    },
    end: (usage) => {
      const message = {
        role: 'assistant',
        content: content === '' && calls.length > 0 ? null : content,
        refusal: null,
        ...(reasoning !== '' && { reasoning_content: reasoning }),
        ...(calls.length > 0 &&
          (style.legacy ? { function_call: calls[0]?.function } : { tool_calls: calls })),
      };
      return JSON.stringify({
        ...commonFields(about, 'chat.completion'),
        choices: [{ index: 0, message, logprobs: null, finish_reason: wireReason(ending.reason(), style) }],
        usage: wireUsage(usage),
      });
    },
    fail: (refusal) => JSON.stringify(openAiError(refusal)),
  };
}

function commonFields({ model }: AnswerOnWire, object: string) {
  return { id: `chatcmpl-${randomUUID()}`, object, created: Math.floor(Date.now() / 1000), model };
}

type ToolCall = Extract<ContentPart, { type: 'tool-call' }>;

interface WireCall {
  readonly id: string;
  readonly type: string;
  readonly function?: object;
  readonly custom?: object;
}

function wireCall({ id, name, input }: ToolCall, { freeForm }: CallStyle): WireCall {
  if (freeForm.has(name)) return { id, type: 'custom', custom: { name, input: freeFormInput(input) } };
  return { id, type: 'function', function: { name, arguments: input || '{}' } };
}

function wireUsage(usage: Usage): object {
  const { inputTokens, cachedInputTokens, outputTokens, reasoningTokens, source } = usage;
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
    prompt_tokens_details: { cached_tokens: cachedInputTokens },
    ...(reasoningTokens !== undefined && {
      completion_tokens_details: { reasoning_tokens: reasoningTokens },
    }),
    ...(source === 'estimated' && { estimated: true }),
  };
}

const wireReasons: Readonly<Record<FinishReason, string>> = {
  stop: 'stop',
  length: 'length',
  'tool-calls': 'tool_calls',
  refusal: 'content_filter',
};

function wireReason(reason: FinishReason, { legacy }: CallStyle): string {
  return legacy && reason === 'tool-calls' ? 'function_call' : wireReasons[reason];
}

import { randomUUID } from 'node:crypto';
import type { FinishReason, Usage } from '../../routing/chat';
import { createEnding } from '../ending';
import type { AnswerOnWire, ContentPart, Rendering } from '../wireFormat';
import { openAiError } from './openaiErrors';

/** A chat completion as a stream of chunks. */
export function renderChunks(about: AnswerOnWire, includeUsage: boolean): Rendering {
  const common = commonFields(about, 'chat.completion.chunk');
  const event = (fields: object) => `data: ${JSON.stringify({ ...common, ...fields })}\n\n`;
  const choice = (delta: object, finish_reason: string | null) =>
    event({
      choices: [{ index: 0, delta, logprobs: null, finish_reason }],
      ...(includeUsage && { usage: null }),
    });
  const ending = createEnding();
  let opened = false;
  let calls = 0;

  const open = () => {
    if (opened) return '';
    opened = true;
    return choice({ role: 'assistant', content: '', refusal: null }, null);
  };
  const deltaOf = (part: ContentPart): object | undefined => {
    switch (part.type) {
      case 'text':
        return { content: part.text };
      case 'thinking':
        return { reasoning_content: part.text };
      case 'tool-call':
        return { tool_calls: [{ index: calls++, ...wireCall(part) }] };
      default:
        // Proofs of thinking have no place in this format, and the end is told at the end.
        return undefined;
    }
  };

  return {
    contentType: 'text/event-stream; charset=utf-8',
    part: (part) => {
      ending.hear(part);
      const delta = deltaOf(part);
      return delta === undefined ? '' : open() + choice(delta, null);
    },
    end: (usage) =>
      [
        open(),
        choice({}, wireReasons[ending.reason()]),
        includeUsage ? event({ choices: [], usage: wireUsage(usage) }) : '',
        'data: [DONE]\n\n',
      ].join(''),
    fail: (refusal) => `data: ${JSON.stringify(openAiError(refusal))}\n\n`,
  };
}

/** A chat completion in one piece. */
export function renderCompletion(about: AnswerOnWire): Rendering {
  const ending = createEnding();
  let content = '';
  let reasoning = '';
  const calls: object[] = [];
  return {
    contentType: 'application/json',
    part: (part) => {
      ending.hear(part);
      if (part.type === 'text') content += part.text;
      if (part.type === 'thinking') reasoning += part.text;
      if (part.type === 'tool-call') calls.push(wireCall(part));
      return '';
    },
    end: (usage) => {
      const message = {
        role: 'assistant',
        content: content === '' && calls.length > 0 ? null : content,
        refusal: null,
        ...(reasoning !== '' && { reasoning_content: reasoning }),
        ...(calls.length > 0 && { tool_calls: calls }),
      };
      return JSON.stringify({
        ...commonFields(about, 'chat.completion'),
        choices: [{ index: 0, message, logprobs: null, finish_reason: wireReasons[ending.reason()] }],
        usage: wireUsage(usage),
      });
    },
    fail: () => '',
  };
}

function commonFields({ model }: AnswerOnWire, object: string) {
  return { id: `chatcmpl-${randomUUID()}`, object, created: Math.floor(Date.now() / 1000), model };
}

function wireCall({ id, name, input }: Extract<ContentPart, { type: 'tool-call' }>): object {
  return { id, type: 'function', function: { name, arguments: input } };
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

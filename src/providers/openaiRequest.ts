import type OpenAI from 'openai';
import type { ChatRequest, MessagePart, ModelRef, ToolChoice } from '../routing/chat';
import { toolInput } from '../routing/toolInput';
import { conversationOf, type Turn } from './turns';

export type OpenAiBody = OpenAI.ChatCompletionCreateParamsStreaming;

/** What some endpoints refuse, and can be asked without. */
export type Sparable = 'stream_options' | 'logprobs' | Limit;
type Limit = 'max_tokens' | 'max_completion_tokens';

/**
 * The body of a streamed chat completion. Thinking is never sent: these endpoints have no place for it that they share.
 *
 * @param refused what the endpoint is known to refuse
 */
export function openAiRequest(
  request: ChatRequest,
  ref: ModelRef,
  refused: ReadonlySet<Sparable>,
): OpenAiBody {
  const { original } = request;
  const body = original?.format === 'openai' ? streamed(original.body, ref.model) : converted(request, ref);
  if (request.logProbabilities) body.logprobs = true;
  return spare(body, refused);
}

/** Another program's body. It may want one answer only, for a stream of several has no end that all agree on. */
function streamed({ n: _, ...body }: Readonly<Record<string, unknown>>, model: string): OpenAiBody {
  const options = typeof body.stream_options === 'object' ? body.stream_options : {};
  return {
    ...(body as unknown as OpenAiBody),
    model,
    stream: true,
    stream_options: { ...options, include_usage: true },
  };
}

function converted(request: ChatRequest, ref: ModelRef): OpenAiBody {
  const { messages, tools = [], toolChoice, maxOutputTokens } = request;
  // OpenAI itself takes ids of up to 40 characters.
  const { system, turns } = conversationOf(messages, { callId: /^.{1,40}$/s, thinking: false });
  return {
    model: ref.model,
    messages: [
      ...(system === '' ? [] : [{ role: 'system' as const, content: system }]),
      ...turns.flatMap(messagesOf),
    ],
    ...(tools.length === 0
      ? {}
      : {
          tools: tools.map(({ name, description, inputSchema }) => ({
            type: 'function' as const,
            function: { name, ...(description === '' ? {} : { description }), parameters: inputSchema },
          })),
          ...(toolChoice === undefined ? {} : { tool_choice: choiceOf(toolChoice) }),
        }),
    ...(maxOutputTokens === undefined ? {} : { [limitName(ref)]: maxOutputTokens }),
    stream: true,
    stream_options: { include_usage: true },
  };
}

/** The older name is the one that other servers know; OpenAI's own newer models refuse it. */
function limitName({ baseUrl }: ModelRef): Limit {
  const { hostname } = new URL(baseUrl);
  return /(^|\.)openai\.(azure\.)?com$/.test(hostname) ? 'max_completion_tokens' : 'max_tokens';
}

function choiceOf(choice: ToolChoice): OpenAI.ChatCompletionToolChoiceOption {
  return choice.kind === 'tool' ? { type: 'function', function: { name: choice.name } } : choice.kind;
}

function messagesOf({ role, parts }: Turn): OpenAI.ChatCompletionMessageParam[] {
  return role === 'assistant' ? [assistantMessage(parts)] : userMessages(parts);
}

function assistantMessage(parts: readonly MessagePart[]): OpenAI.ChatCompletionAssistantMessageParam {
  const text = parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n');
  const calls = parts.flatMap((part) =>
    part.type === 'tool-call'
      ? [
          {
            id: part.id,
            type: 'function' as const,
            // Many servers parse it, and refuse the whole conversation for a call that a model once got wrong.
            function: { name: part.name, arguments: JSON.stringify(toolInput(part.input)) },
          },
        ]
      : [],
  );
  return {
    role: 'assistant',
    content: text === '' ? null : text,
    ...(calls.length === 0 ? {} : { tool_calls: calls }),
  };
}

function userMessages(parts: readonly MessagePart[]): OpenAI.ChatCompletionMessageParam[] {
  const results = parts.flatMap((part) =>
    part.type === 'tool-result'
      ? [{ role: 'tool' as const, tool_call_id: part.callId, content: resultText(part) }]
      : [],
  );
  const content = parts.flatMap((part): (ContentText | ContentImage)[] => {
    if (part.type === 'text') return [{ type: 'text', text: part.text }];
    return part.type === 'image' ? [{ type: 'image_url', image_url: { url: part.source } }] : [];
  });
  return content.length === 0 ? results : [...results, { role: 'user', content: plainest(content) }];
}

type ContentText = OpenAI.ChatCompletionContentPartText;
type ContentImage = OpenAI.ChatCompletionContentPartImage;

/** Servers of models without eyes may take nothing but a string. */
function plainest(content: (ContentText | ContentImage)[]): string | (ContentText | ContentImage)[] {
  const texts = content.flatMap((part) => (part.type === 'text' ? [part.text] : []));
  return texts.length === content.length ? texts.join('\n') : content;
}

/** The API has no mark for a failure; a tool that failed without a word says at least that. */
function resultText({ content, failed }: Extract<MessagePart, { type: 'tool-result' }>): string {
  return failed && content === '' ? 'The tool failed.' : content;
}

/** Leaves out what the endpoint refuses; a limit goes by its other name unless that is refused too. */
function spare(body: OpenAiBody, refused: ReadonlySet<Sparable>): OpenAiBody {
  const spared: OpenAiBody = { ...body };
  if (refused.has('stream_options')) delete spared.stream_options;
  if (refused.has('logprobs')) {
    delete spared.logprobs;
    delete spared.top_logprobs;
  }
  for (const [name, other] of [
    ['max_tokens', 'max_completion_tokens'],
    ['max_completion_tokens', 'max_tokens'],
  ] as const) {
    if (!refused.has(name)) continue;
    const limit = spared[name];
    delete spared[name];
    if (!refused.has(other)) spared[other] ??= limit;
  }
  return spared;
}

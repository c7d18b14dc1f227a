import type OpenAI from 'openai';
import type { ChatRequest, MessagePart, ModelRef, ToolChoice } from '../routing/chat';
import { toolInput } from '../routing/toolInput';
import { type CallIdShape, callIdReplacer, callIdsOf, mistralIds } from './callIds';
import { openAiFieldsOf } from './translatedFields';
import { conversationOf, type Turn } from './turns';

export type OpenAiBody = OpenAI.ChatCompletionCreateParamsStreaming;

/** What some endpoints refuse, and can be asked without. */
export type Sparable = 'stream_options' | 'logprobs' | 'developer' | 'callIds' | SparableField | Limit;

/** Fields that shape an answer, and without which there still is one. */
export const sparableFields = [
  'temperature',
  'top_p',
  'stop',
  'seed',
  'presence_penalty',
  'frequency_penalty',
  'logit_bias',
  'reasoning_effort',
  'verbosity',
  'parallel_tool_calls',
  'prediction',
  'service_tier',
  'store',
  'metadata',
  'user',
  'safety_identifier',
  'prompt_cache_key',
  'prompt_cache_retention',
] as const;
type SparableField = (typeof sparableFields)[number];
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
  const body =
    original?.format === 'openai'
      ? streamed(original.body, ref)
      : { ...converted(request, ref), ...(original && openAiFieldsOf(original.body)) };
  if (request.logProbabilities) body.logprobs = true;
  return spare(body, refused);
}

/** Another program's body. It may want one answer only, for a stream of several has no end that all agree on. */
function streamed({ n: _, ...body }: Readonly<Record<string, unknown>>, ref: ModelRef): OpenAiBody {
  const options = typeof body.stream_options === 'object' ? body.stream_options : {};
  return {
    ...(body as unknown as OpenAiBody),
    messages: withCallIds((body as unknown as OpenAiBody).messages, callIdsOf(ref)),
    model: ref.model,
    stream: true,
    stream_options: { ...options, include_usage: true },
  };
}

function withCallIds(messages: OpenAiBody['messages'], shape: CallIdShape): OpenAiBody['messages'] {
  const wireId = callIdReplacer(shape);
  return messages.map((message) => {
    if (message.role === 'tool') return { ...message, tool_call_id: wireId(message.tool_call_id) };
    if (message.role !== 'assistant' || !message.tool_calls) return message;
    return { ...message, tool_calls: message.tool_calls.map((call) => ({ ...call, id: wireId(call.id) })) };
  });
}

function converted(request: ChatRequest, ref: ModelRef): OpenAiBody {
  const { messages, tools = [], toolChoice, maxOutputTokens } = request;
  const { system, turns } = conversationOf(messages, { callId: callIdsOf(ref), thinking: false });
  return {
    model: ref.model,
    messages: [
      ...(system === '' ? [] : [{ role: 'system' as const, content: system }]),
      ...turns.flatMap(messagesOf),
    ],
    ...(tools.length === 0
      ? {}
      : {
          tools: tools.map(({ name, description, inputSchema, strict }) => ({
            type: 'function' as const,
            function: {
              name,
              ...(description === '' ? {} : { description }),
              parameters: inputSchema,
              ...(strict ? { strict } : {}),
            },
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
  for (const name of sparableFields) if (refused.has(name)) delete spared[name];
  if (refused.has('callIds')) spared.messages = withCallIds(spared.messages, mistralIds);
  if (refused.has('developer')) {
    spared.messages = spared.messages.map((message) =>
      message.role === 'developer' ? { ...message, role: 'system' } : message,
    );
  }
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

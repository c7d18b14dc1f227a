import type { FinishReason, Usage } from '../routing/chat';
import { streamDone } from './eventStream';
import { ToolCallPieces } from './toolCallPieces';
import type { UpstreamEvent } from './upstream';
import { field, itemsIn, textIn, tokenCount } from './wireValue';

/**
 * Reads the stream of a chat completion, or one in a single piece. Why it ends is told at its end alone: some endpoints
 * say so twice, some say nothing but that they are done.
 *
 * @param chunks `ChatCompletionChunk`s, or what an endpoint makes of them, and `streamDone`
 */
export async function* readOpenAiStream(chunks: AsyncIterable<unknown>): AsyncGenerator<UpstreamEvent> {
  const pieces = new ToolCallPieces();
  const logProbabilities: number[] = [];
  let refused = false;
  let begun = false;
  let said = false;
  let done = false;
  let failed = false;
  let reason = '';
  let broken: { readonly error: unknown } | undefined;
  try {
    for await (const chunk of chunks) {
      done ||= chunk === streamDone;
      // The usage chunk's list of choices is empty, and some endpoints leave it out.
      const choice = itemsIn(field(chunk, 'choices'))[0];
      const streamed = field(choice, 'delta');
      // In one piece it is a message; at the end of a stream that would be all of it once more.
      const delta: unknown = streamed ?? (begun ? undefined : field(choice, 'message'));
      begun ||= Boolean(delta);
      // A few endpoints think, in a field of their own.
      const thinking = textIn(field(delta, 'reasoning_content')) || textIn(field(delta, 'reasoning'));
      const refusal = textIn(field(delta, 'refusal'));
      refused ||= refusal !== '';
      yield { type: 'thinking', text: thinking };
      for (const part of [
        ...contentParts(field(delta, 'content')),
        { type: 'text', text: refusal } as const,
      ]) {
        said ||= part.text !== '';
        yield part;
      }
      for (const piece of itemsIn(field(delta, 'tool_calls'))) yield* pieces.add(piece);
      // What calls of tools were before they could be several.
      const single = field(delta, 'function_call');
      if (single) yield* pieces.add({ index: 0, function: single });
      if (thinking === '') logProbabilities.push(...logProbabilitiesIn(choice));
      const usage = usageOf(field(chunk, 'usage'));
      if (usage !== undefined) yield { type: 'usage', usage };
      const told = textIn(field(choice, 'finish_reason'));
      failed ||= told === 'error';
      reason = told || reason;
      if (reason !== '') pieces.close();
    }
  } catch (error) {
    if (reason === '') throw error;
    broken = { error };
  }
  // Done without a word, or in the middle of a call, it has broken off.
  if (!failed && (reason !== '' || (done && (said || pieces.begun) && !pieces.isCut))) {
    yield* pieces.rest();
    yield {
      type: 'finished',
      reason: refused ? 'refusal' : reasonOf(reason, pieces.called),
      ...(logProbabilities.length > 0 ? { meanLogProbability: mean(logProbabilities) } : {}),
    };
  }
  if (broken !== undefined) throw broken.error;
}

/** Most endpoints send a string; Mistral's thinking models send parts. */
function* contentParts(content: unknown): Generator<Extract<UpstreamEvent, { type: 'text' | 'thinking' }>> {
  yield { type: 'text', text: textIn(content) };
  for (const part of itemsIn(content)) {
    for (const thought of itemsIn(field(part, 'thinking'))) {
      yield { type: 'thinking', text: textIn(field(thought, 'text')) };
    }
    yield { type: 'text', text: textIn(field(part, 'text')) };
  }
}

/** Some endpoints say `stop` after calls of tools, as OpenAI does where one was demanded. */
function reasonOf(reason: string, called: boolean): FinishReason {
  if (/^(length|max_(output_)?tokens|model_length)$/i.test(reason)) return 'length';
  if (/^(content_filter|safety|refusal|sensitive)$/i.test(reason)) return 'refusal';
  return called ? 'tool-calls' : 'stop';
}

function logProbabilitiesIn(choice: unknown): number[] {
  return itemsIn(field(field(choice, 'logprobs'), 'content'))
    .map((token) => field(token, 'logprob'))
    .filter((logprob) => typeof logprob === 'number')
    .filter((logprob) => Number.isFinite(logprob) && logprob <= 0);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function usageOf(usage: unknown): Usage | undefined {
  const inputTokens = tokenCount(field(usage, 'prompt_tokens'));
  const outputTokens = tokenCount(field(usage, 'completion_tokens'));
  if (inputTokens === undefined || outputTokens === undefined) return undefined;
  const cached = tokenCount(field(field(usage, 'prompt_tokens_details'), 'cached_tokens')) ?? 0;
  const reasoningTokens = tokenCount(field(field(usage, 'completion_tokens_details'), 'reasoning_tokens'));
  return {
    inputTokens,
    cachedInputTokens: Math.min(cached, inputTokens),
    outputTokens,
    ...(reasoningTokens ? { reasoningTokens } : {}),
    source: 'measured',
  };
}

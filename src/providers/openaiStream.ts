import type { FinishReason, Usage } from '../routing/chat';
import { ToolCallPieces } from './toolCallPieces';
import type { UpstreamEvent } from './upstream';
import { field, itemsIn, textIn, tokenCount } from './wireValue';

/**
 * Reads the stream of a chat completion. Calls of tools come whole, once the answer is.
 *
 * @param chunks `ChatCompletionChunk`s, or what an endpoint makes of them
 */
export async function* readOpenAiStream(chunks: AsyncIterable<unknown>): AsyncGenerator<UpstreamEvent> {
  const pieces = new ToolCallPieces();
  const logProbabilities: number[] = [];
  let refused = false;
  for await (const chunk of chunks) {
    // The usage chunk's list of choices is empty, and some endpoints leave it out.
    const choice = itemsIn(field(chunk, 'choices'))[0];
    const delta = field(choice, 'delta');
    // A few endpoints think, in a field of their own.
    const thinking = textIn(field(delta, 'reasoning_content')) || textIn(field(delta, 'reasoning'));
    const refusal = textIn(field(delta, 'refusal'));
    refused ||= refusal !== '';
    yield { type: 'thinking', text: thinking };
    yield* contentParts(field(delta, 'content'));
    yield { type: 'text', text: refusal };
    for (const piece of itemsIn(field(delta, 'tool_calls'))) pieces.add(piece);
    // What calls of tools were before they could be several.
    const single = field(delta, 'function_call');
    if (single) pieces.add({ index: 0, function: single });
    if (thinking === '') logProbabilities.push(...logProbabilitiesIn(choice));
    const usage = usageOf(field(chunk, 'usage'));
    if (usage !== undefined) yield { type: 'usage', usage };
    const reason = textIn(field(choice, 'finish_reason'));
    if (reason !== '') {
      const calls = pieces.whole();
      yield* calls;
      yield {
        type: 'finished',
        reason: refused ? 'refusal' : reasonOf(reason, calls.length > 0),
        ...(logProbabilities.length > 0 ? { meanLogProbability: mean(logProbabilities) } : {}),
      };
    }
  }
}

/** Most endpoints send a string; Mistral's thinking models send parts. */
function* contentParts(content: unknown): Generator<UpstreamEvent> {
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
  if (reason === 'length') return 'length';
  if (reason === 'content_filter') return 'refusal';
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

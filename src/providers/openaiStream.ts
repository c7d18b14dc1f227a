import type OpenAI from 'openai';
import type { FinishReason, Usage } from '../routing/chat';
import { type ToolCallPiece, ToolCallPieces } from './toolCallPieces';
import { tokenCount, type UpstreamEvent } from './upstream';

/** The delta of a chunk as it may come: a few endpoints think in fields of their own. */
interface Delta {
  readonly content?: unknown;
  readonly refusal?: unknown;
  readonly reasoning_content?: unknown;
  readonly reasoning?: unknown;
  readonly tool_calls?: readonly ToolCallPiece[] | null;
  /** What calls of tools were before they could be several. */
  readonly function_call?: ToolCallPiece['function'];
}

/** Reads the stream of a chat completion. Calls of tools come whole, once the answer is. */
export async function* readOpenAiStream(
  chunks: AsyncIterable<OpenAI.ChatCompletionChunk>,
): AsyncGenerator<UpstreamEvent> {
  const pieces = new ToolCallPieces();
  const logProbabilities: number[] = [];
  let refused = false;
  for await (const chunk of chunks) {
    // The usage chunk's list of choices is empty, and some endpoints leave it out.
    const choice = (chunk.choices as typeof chunk.choices | null | undefined)?.[0];
    const delta = (choice?.delta ?? {}) as Delta;
    const thinking = textIn(delta.reasoning_content) || textIn(delta.reasoning);
    yield { type: 'thinking', text: thinking };
    yield* contentParts(delta.content);
    refused ||= textIn(delta.refusal) !== '';
    yield { type: 'text', text: textIn(delta.refusal) };
    for (const piece of delta.tool_calls ?? []) pieces.add(piece);
    if (delta.function_call) pieces.add({ index: 0, function: delta.function_call });
    if (thinking === '') logProbabilities.push(...logProbabilitiesIn(choice));
    const usage = usageOf(chunk.usage);
    if (usage !== undefined) yield { type: 'usage', usage };
    if (choice?.finish_reason) {
      const calls = pieces.whole();
      yield* calls;
      yield {
        type: 'finished',
        reason: refused ? 'refusal' : reasonOf(choice.finish_reason, calls.length > 0),
        ...(logProbabilities.length > 0 ? { meanLogProbability: mean(logProbabilities) } : {}),
      };
    }
  }
}

/** Most endpoints send a string; Mistral's thinking models send parts. */
function* contentParts(content: unknown): Generator<UpstreamEvent> {
  if (!Array.isArray(content)) {
    yield { type: 'text', text: textIn(content) };
    return;
  }
  for (const part of content as ({ type?: unknown; text?: unknown; thinking?: unknown } | null)[]) {
    if (part?.type === 'thinking' && Array.isArray(part.thinking)) {
      for (const thought of part.thinking) yield { type: 'thinking', text: textIn(thought?.text) };
    } else {
      yield { type: 'text', text: textIn(part?.text) };
    }
  }
}

/** Some endpoints say `stop` after calls of tools, as OpenAI does where one was demanded. */
function reasonOf(reason: string, called: boolean): FinishReason {
  if (reason === 'length') return 'length';
  if (reason === 'content_filter') return 'refusal';
  return called ? 'tool-calls' : 'stop';
}

function logProbabilitiesIn(choice: OpenAI.ChatCompletionChunk.Choice | undefined): number[] {
  const tokens: unknown = choice?.logprobs?.content;
  return (Array.isArray(tokens) ? tokens : [])
    .map((token) => token?.logprob)
    .filter((logprob) => typeof logprob === 'number' && Number.isFinite(logprob) && logprob <= 0);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function usageOf(usage: OpenAI.CompletionUsage | null | undefined): Usage | undefined {
  const inputTokens = tokenCount(usage?.prompt_tokens);
  const outputTokens = tokenCount(usage?.completion_tokens);
  if (inputTokens === undefined || outputTokens === undefined) return undefined;
  const cached = tokenCount(usage?.prompt_tokens_details?.cached_tokens) ?? 0;
  const reasoningTokens = tokenCount(usage?.completion_tokens_details?.reasoning_tokens);
  return {
    inputTokens,
    cachedInputTokens: Math.min(cached, inputTokens),
    outputTokens,
    ...(reasoningTokens ? { reasoningTokens } : {}),
    source: 'measured',
  };
}

function textIn(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

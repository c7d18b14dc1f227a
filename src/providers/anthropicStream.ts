import type Anthropic from '@anthropic-ai/sdk';
import type { FinishReason, Usage } from '../routing/chat';
import { newCallId } from './toolCallPieces';
import { tokenCount, type UpstreamEvent } from './upstream';

/** A block of the answer that is told when it ends. */
type OpenBlock =
  | {
      readonly type: 'tool_use';
      readonly id: string;
      readonly name: string;
      readonly given: unknown;
      input: string;
    }
  | { readonly type: 'thinking'; signature: string };

/** Reads the stream of a message. Calls of tools come whole, each when its block ends. */
export async function* readAnthropicStream(
  events: AsyncIterable<Anthropic.MessageStreamEvent>,
): AsyncGenerator<UpstreamEvent> {
  const open = new Map<number, OpenBlock>();
  let counts: Counts = {};
  let stopReason: string | null = null;
  let called = false;
  const ended = (index: number): UpstreamEvent[] => {
    const block = open.get(index);
    open.delete(index);
    if (block === undefined) return [];
    if (block.type === 'thinking') {
      return block.signature === '' ? [] : [{ type: 'thinking-signature', signature: block.signature }];
    }
    called = true;
    return [{ type: 'tool-call', id: block.id || newCallId(), name: block.name, input: inputOf(block) }];
  };

  for await (const event of events) {
    switch (event.type) {
      case 'message_start':
        counts = merge(counts, event.message.usage);
        break;
      case 'content_block_start':
        yield* begun(event, open);
        break;
      case 'content_block_delta':
        yield* deltaEvents(event, open);
        break;
      case 'content_block_stop':
        yield* ended(event.index);
        break;
      case 'message_delta': {
        stopReason = event.delta.stop_reason ?? stopReason;
        counts = merge(counts, event.usage);
        const usage = usageOf(counts);
        if (usage !== undefined) yield { type: 'usage', usage };
        break;
      }
      case 'message_stop':
        // A gateway may leave out where blocks end.
        for (const index of [...open.keys()]) yield* ended(index);
        yield { type: 'finished', reason: reasonOf(stopReason, called) };
        break;
      default:
        // Kinds of events that are still to come.
        break;
    }
  }
}

function* begun(
  { index, content_block: block }: Anthropic.RawContentBlockStartEvent,
  open: Map<number, OpenBlock>,
): Generator<UpstreamEvent> {
  switch (block.type) {
    case 'text':
      yield { type: 'text', text: block.text ?? '' };
      break;
    case 'thinking':
      open.set(index, { type: 'thinking', signature: block.signature ?? '' });
      yield { type: 'thinking', text: block.thinking ?? '' };
      break;
    case 'redacted_thinking':
      yield { type: 'redacted-thinking', data: block.data };
      break;
    case 'tool_use':
      open.set(index, { type: 'tool_use', id: block.id, name: block.name, given: block.input, input: '' });
      break;
    default:
      // What the provider's own tools do is its own affair.
      break;
  }
}

function* deltaEvents(
  { index, delta }: Anthropic.RawContentBlockDeltaEvent,
  open: Map<number, OpenBlock>,
): Generator<UpstreamEvent> {
  const block = open.get(index);
  if (delta.type === 'text_delta') yield { type: 'text', text: delta.text };
  if (delta.type === 'thinking_delta') yield { type: 'thinking', text: delta.thinking };
  if (delta.type === 'signature_delta' && block?.type === 'thinking') block.signature += delta.signature;
  if (delta.type === 'input_json_delta' && block?.type === 'tool_use') block.input += delta.partial_json;
}

/** Some gateways send the whole input where the block begins. */
function inputOf({ given, input }: Extract<OpenBlock, { type: 'tool_use' }>): string {
  return input === '' ? JSON.stringify(given ?? {}) : input;
}

function reasonOf(stopReason: string | null, called: boolean): FinishReason {
  switch (stopReason) {
    case 'max_tokens':
    case 'model_context_window_exceeded':
      return 'length';
    case 'refusal':
      return 'refusal';
    default:
      return called ? 'tool-calls' : 'stop';
  }
}

interface Counts {
  readonly input_tokens?: number | null;
  readonly cache_creation_input_tokens?: number | null;
  readonly cache_read_input_tokens?: number | null;
  readonly output_tokens?: number | null;
  readonly output_tokens_details?: { readonly thinking_tokens?: number | null } | null;
}

/** The counts are cumulative; an event leaves out, or sets to null, those it has nothing new about. */
function merge(before: Counts, now: Counts | undefined): Counts {
  const known = (name: Exclude<keyof Counts, 'output_tokens_details'>) =>
    tokenCount(now?.[name]) ?? before[name];
  return {
    input_tokens: known('input_tokens'),
    cache_creation_input_tokens: known('cache_creation_input_tokens'),
    cache_read_input_tokens: known('cache_read_input_tokens'),
    output_tokens: known('output_tokens'),
    output_tokens_details: now?.output_tokens_details ?? before.output_tokens_details,
  };
}

function usageOf(counts: Counts): Usage | undefined {
  const { input_tokens: fresh, output_tokens: outputTokens } = counts;
  if (typeof fresh !== 'number' || typeof outputTokens !== 'number') return undefined;
  const cachedInputTokens = counts.cache_read_input_tokens ?? 0;
  const reasoningTokens = tokenCount(counts.output_tokens_details?.thinking_tokens);
  return {
    inputTokens: fresh + (counts.cache_creation_input_tokens ?? 0) + cachedInputTokens,
    cachedInputTokens,
    outputTokens,
    ...(reasoningTokens ? { reasoningTokens } : {}),
    source: 'measured',
  };
}

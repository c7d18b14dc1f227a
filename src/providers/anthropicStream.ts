import type { FinishReason, Usage } from '../routing/chat';
import { newCallId } from './toolCallPieces';
import type { UpstreamEvent } from './upstream';
import { field, itemsIn, textIn, tokenCount } from './wireValue';

/** A block of the answer that is told when it ends. */
type OpenBlock =
  | { readonly type: 'thinking'; signature: string }
  | {
      readonly type: 'tool_use';
      readonly id: string;
      readonly name: string;
      readonly given: unknown;
      input: string;
    };

/**
 * Reads the stream of a message, or one in a single piece. Calls of tools are told as they grow, and come whole when their
 * blocks end.
 *
 * @param events `MessageStreamEvent`s, or what an endpoint makes of them
 * @param hourAsked whether the request asked for a cache of an hour
 */
export async function* readAnthropicStream(
  events: AsyncIterable<unknown>,
  hourAsked = false,
): AsyncGenerator<UpstreamEvent> {
  const blocks = new Blocks();
  let counts: Counts = {};
  let stopReason = '';
  let isWhole = false;
  for await (const event of events) {
    const index = field(event, 'index');
    switch (field(event, 'type')) {
      case 'message_start':
        counts = merge(counts, field(field(event, 'message'), 'usage'));
        break;
      case 'content_block_start':
        yield* blocks.begin(index, field(event, 'content_block'));
        break;
      case 'content_block_delta':
        yield* blocks.add(index, field(event, 'delta'));
        break;
      case 'content_block_stop':
        yield* blocks.end(index);
        break;
      case 'message_delta': {
        stopReason = textIn(field(field(event, 'delta'), 'stop_reason')) || stopReason;
        counts = merge(counts, field(event, 'usage'));
        const usage = usageOf(counts, hourAsked);
        if (usage !== undefined) yield { type: 'usage', usage };
        break;
      }
      case 'message_stop':
        isWhole = true;
        yield* blocks.endAll();
        yield { type: 'finished', reason: reasonOf(stopReason, blocks.called) };
        break;
      case 'message': {
        for (const [place, block] of itemsIn(field(event, 'content')).entries()) {
          yield* blocks.begin(place, block);
          yield* blocks.end(place);
        }
        stopReason = textIn(field(event, 'stop_reason')) || 'end_turn';
        const usage = usageOf(merge(counts, field(event, 'usage')), hourAsked);
        if (usage !== undefined) yield { type: 'usage', usage };
        break;
      }
      default:
        // Kinds of events that are still to come.
        break;
    }
  }
  // A gateway may leave out the event, and not the reason.
  if (!isWhole && stopReason !== '') {
    yield* blocks.endAll();
    yield { type: 'finished', reason: reasonOf(stopReason, blocks.called) };
  }
}

/** The blocks of an answer, by the place that the API gives them. */
class Blocks {
  private readonly open = new Map<unknown, OpenBlock>();
  private readonly handedOut = new Set<string>();

  /** Whether a call of a tool has come. */
  get called(): boolean {
    return this.handedOut.size > 0;
  }

  *begin(index: unknown, block: unknown): Generator<UpstreamEvent> {
    switch (field(block, 'type')) {
      case 'text':
        yield { type: 'text', text: textIn(field(block, 'text')) };
        break;
      case 'thinking':
        this.open.set(index, { type: 'thinking', signature: textIn(field(block, 'signature')) });
        yield { type: 'thinking', text: textIn(field(block, 'thinking')) };
        break;
      case 'redacted_thinking':
        yield { type: 'redacted-thinking', data: textIn(field(block, 'data')) };
        break;
      case 'tool_use':
        // One that begins once more, with nothing new of it, is the same.
        if (this.handedOut.has(textIn(field(block, 'id')))) break;
        this.open.set(index, {
          type: 'tool_use',
          id: textIn(field(block, 'id')) || newCallId(),
          name: textIn(field(block, 'name')),
          given: field(block, 'input'),
          input: '',
        });
        break;
      default:
        // What the provider's own tools do is its own affair.
        break;
    }
  }

  *add(index: unknown, delta: unknown): Generator<UpstreamEvent> {
    const block = this.open.get(index);
    switch (field(delta, 'type')) {
      case 'text_delta':
        yield { type: 'text', text: textIn(field(delta, 'text')) };
        break;
      case 'thinking_delta':
        yield { type: 'thinking', text: textIn(field(delta, 'thinking')) };
        break;
      case 'signature_delta':
        if (block?.type === 'thinking') block.signature += textIn(field(delta, 'signature'));
        break;
      case 'input_json_delta':
        if (block?.type === 'tool_use') {
          const input = textIn(field(delta, 'partial_json'));
          block.input += input;
          if (block.name !== '') yield { type: 'tool-call-piece', id: block.id, name: block.name, input };
        }
        break;
      default:
        // Citations, and kinds of pieces that are still to come.
        break;
    }
  }

  *end(index: unknown): Generator<UpstreamEvent> {
    const block = this.open.get(index);
    this.open.delete(index);
    if (block?.type === 'thinking' && block.signature !== '') {
      yield { type: 'thinking-signature', signature: block.signature };
    }
    if (block?.type === 'tool_use' && block.name !== '') {
      this.handedOut.add(block.id);
      yield { type: 'tool-call', id: block.id, name: block.name, input: inputOf(block) };
    }
  }

  /** A gateway may leave out where blocks end. */
  *endAll(): Generator<UpstreamEvent> {
    for (const index of [...this.open.keys()]) yield* this.end(index);
  }
}

/** Some gateways send the whole input where the block begins. */
function inputOf({ given, input }: Extract<OpenBlock, { type: 'tool_use' }>): string {
  return input === '' ? JSON.stringify(given ?? {}) : input;
}

function reasonOf(stopReason: string, called: boolean): FinishReason {
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
  readonly fresh?: number | undefined;
  readonly written?: number | undefined;
  /** Those of `written` that are kept for an hour. */
  readonly forAnHour?: number | undefined;
  readonly cached?: number | undefined;
  readonly output?: number | undefined;
  readonly thinking?: number | undefined;
}

/** The counts are cumulative; an event leaves out, or sets to null, those it has nothing new about. */
function merge(before: Counts, usage: unknown): Counts {
  return {
    fresh: tokenCount(field(usage, 'input_tokens')) ?? before.fresh,
    written: tokenCount(field(usage, 'cache_creation_input_tokens')) ?? before.written,
    forAnHour:
      tokenCount(field(field(usage, 'cache_creation'), 'ephemeral_1h_input_tokens')) ?? before.forAnHour,
    cached: tokenCount(field(usage, 'cache_read_input_tokens')) ?? before.cached,
    output: tokenCount(field(usage, 'output_tokens')) ?? before.output,
    thinking: tokenCount(field(field(usage, 'output_tokens_details'), 'thinking_tokens')) ?? before.thinking,
  };
}

function usageOf(counts: Counts, hourAsked: boolean): Usage | undefined {
  const { fresh, written = 0, cached = 0, output, thinking } = counts;
  // An endpoint that does not tell the kinds apart wrote what it was asked to write.
  const forAnHour = Math.min(counts.forAnHour ?? (hourAsked ? written : 0), written);
  if (fresh === undefined || output === undefined) return undefined;
  return {
    inputTokens: fresh + written + cached,
    cachedInputTokens: cached,
    ...(written > forAnHour ? { cacheWriteTokens: written - forAnHour } : {}),
    ...(forAnHour > 0 ? { cacheWriteHourTokens: forAnHour } : {}),
    outputTokens: output,
    ...(thinking ? { reasoningTokens: thinking } : {}),
    source: 'measured',
  };
}

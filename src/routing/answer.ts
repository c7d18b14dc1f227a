import { askOf, requireAsk } from './ask';
import {
  type ChatModel,
  type ChatRequest,
  type Pair,
  type Side,
  type StreamPart,
  textOf,
  type Usage,
} from './chat';
import type { Decision } from './decision';
import { messageOf, ProviderError } from './errors';
import type { Door, Entry, Ledger, Outcome } from './ledger';
import { type CostOf, estimateTokens, expectedOutputTokens } from './pricing';

export interface AnswerRequest {
  readonly chat: ChatRequest;
  readonly door: Door;
  readonly conversation: string;
  readonly signal: AbortSignal;
  /** What to score, where the door knows better than the messages tell: a person's words without what came along. */
  readonly ask?: string;
  /** The person's own choice, which no router overrules. */
  readonly wish?: Wish;
  /** The editor's id of the language that the code in question is written in. */
  readonly languageId?: string;
  /** Files whose text is in the messages. */
  readonly paths?: readonly string[];
  /** The entry of an earlier answer to the same prompt, where the person asks the other model as well. */
  readonly retryOf?: string;
}

/** A side asked for by name: for this prompt alone, or from here on. */
export interface Wish {
  readonly side: Side;
  readonly lasts: 'this-prompt' | 'conversation';
}

/** The flow as doors see it, its dependencies settled. */
export type Answer = (request: AnswerRequest) => AsyncGenerator<AnswerPart>;

/** The two models to choose from; practice models are scripted and local. */
export interface ConnectedPair {
  readonly kind: 'call' | 'practice';
  readonly models: Pair<ChatModel>;
}

export interface AnswerDeps {
  /** Never rejects: a router that fails decides for strong. */
  readonly route: (prompt: string) => Promise<Decision>;
  readonly pair: ConnectedPair | undefined;
  readonly costOf: CostOf;
  readonly ledger: Ledger;
  readonly newId: () => string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export type AnswerPart =
  /**
   * What was decided, and the tokens to expect; the first part of every answer. It comes again, before any of the
   * answer does, where the prompt goes on to the other model: the last one stands.
   */
  | { readonly type: 'decision'; readonly decision: Decision; readonly expected: Usage }
  | Exclude<StreamPart, { readonly type: 'usage' }>
  /** The call broke; the text before it stands. */
  | { readonly type: 'failed'; readonly error: unknown }
  /** The last part of an answer that was asked for: what the ledger holds of it, or why it does not. */
  | { readonly type: 'finished'; readonly entry: Entry; readonly unrecorded: string | undefined };

/**
 * The way of a prompt: request → ask → win rate → decision → provider stream → ledger entry. Every door
 * renders these parts in its own way. Without a pair it ends after the decision, and nothing is recorded.
 *
 * @throws TurnoutError `empty-prompt` before the first part
 */
export async function* answer(request: AnswerRequest, deps: AnswerDeps): AsyncGenerator<AnswerPart> {
  const { chat, signal } = request;
  const ask = request.ask === undefined ? askOf(chat.messages) : requireAsk(request.ask);
  const started = deps.now();
  const decision = await deps.route(ask);
  const inputTokens = estimateTokens(chat.messages.reduce((sum, message) => sum + textOf(message).length, 0));
  yield {
    type: 'decision',
    decision,
    expected: { inputTokens, cachedInputTokens: 0, outputTokens: expectedOutputTokens, source: 'estimated' },
  };
  if (deps.pair === undefined) return;

  const { kind, models } = deps.pair;
  // Who stops before the model is asked owes nothing.
  const asked = !signal.aborted;
  let characters = 0;
  let measured: Usage | undefined;
  let outcome: Outcome = { kind: 'cancelled' };
  let failure: { readonly error: unknown } | undefined;
  let entry: Entry | undefined;
  let unrecorded: string | undefined;
  try {
    for await (const part of models[decision.model].stream(chat, signal)) {
      if (part.type === 'usage') {
        measured = part.usage;
      } else {
        if (part.type === 'text' || part.type === 'thinking') characters += part.text.length;
        yield part;
      }
    }
    outcome = signal.aborted ? { kind: 'cancelled' } : { kind: 'ok' };
  } catch (error) {
    if (!signal.aborted) {
      outcome = { kind: 'failed', code: error instanceof ProviderError ? error.problem.code : 'unexpected' };
      failure = { error };
    }
  } finally {
    const refused = outcome.kind === 'failed' && characters === 0;
    const usage = measured ?? {
      inputTokens: asked && !refused ? inputTokens : 0,
      cachedInputTokens: 0,
      outputTokens: estimateTokens(characters),
      source: 'estimated',
    };
    const costOf = (side: 'strong' | 'weak') =>
      kind === 'practice' ? 0 : (deps.costOf(models[side].ref, usage) ?? null);
    entry = {
      version: 1,
      id: deps.newId(),
      time: new Date(started).toISOString(),
      door: request.door,
      conversation: request.conversation,
      kind,
      pair: { strong: models.strong.ref, weak: models.weak.ref },
      decision,
      usage,
      cost: costOf(decision.model),
      ...(request.retryOf === undefined
        ? { alwaysStrongCost: costOf('strong'), alwaysWeakCost: costOf('weak') }
        : { retryOf: request.retryOf, alwaysStrongCost: 0, alwaysWeakCost: 0 }),
      outcome,
      ms: deps.now() - started,
    };
    try {
      await deps.ledger.append(entry);
    } catch (error) {
      unrecorded = messageOf(error);
    }
  }
  // Told only once the ledger has it, so that what a person sees as over is on record.
  if (failure !== undefined) yield { type: 'failed', error: failure.error };
  yield { type: 'finished', entry, unrecorded };
}

import type { ChatModel, ChatRequest, Pair, Side, StreamPart, Usage } from '../chat';
import type { ConversationMemory } from '../conversation/conversationMemory';
import type { Cut, Decision } from '../decision';
import type { Door, Entry, Ledger } from '../ledger/ledger';
import { type CostOf, expectedOutputTokens } from '../ledger/pricing';
import type { SensitiveRules } from '../sensitive/sensitive';
import { estimateRequestTokens } from '../tokenEstimate';
import { type Attempt, attempt } from './attempt';
import { plotCourse } from './course';
import { draft } from './draft';
import type { DraftRecord } from './drafting';
import { tryFirst } from './fallback';
import type { ProviderHealth } from './providerHealth';

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

/** A side asked for by name: for this prompt alone, or from here on. A door that lets it last repeats it. */
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
  /** Where the line is drawn, for what is decided without a win rate. Never rejects. */
  readonly cut: () => Promise<Cut>;
  readonly pair: ConnectedPair | undefined;
  readonly costOf: CostOf;
  readonly ledger: Ledger;
  /** Shared by all doors of a process, as is `health`. */
  readonly memory: ConversationMemory;
  readonly health: ProviderHealth;
  /** Present where sensitive prompts must stay on the model that the user marked local. */
  readonly sensitive?: { readonly local: Side; readonly rules: SensitiveRules } | undefined;
  /** Present where the weak model drafts every answer. */
  readonly drafts?: DraftRecord | undefined;
  readonly newId: () => string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export type AnswerPart =
  /**
   * What was decided, and the tokens to expect; the first part of every answer. It comes again, before any of the
   * answer does, where the other model takes over or a draft was judged: the last one stands.
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
  const started = deps.now();
  const inputTokens = estimateRequestTokens(request.chat);
  const expected: Usage = {
    inputTokens,
    cachedInputTokens: 0,
    outputTokens: expectedOutputTokens,
    source: 'estimated',
  };
  const course = await plotCourse(request, deps, expected);
  const { decision } = course;
  yield { type: 'decision', decision, expected };
  const { pair } = deps;
  if (pair === undefined) return;

  const first: Attempt = { request, deps, pair, decision, inputTokens, started };
  const tried = yield* course.drafts ? draft(first, expected) : tryFirst(first, course.fallback, expected);
  const { failure, entry, unrecorded } = tried.next === undefined ? tried.result : yield* attempt(tried.next);
  // Told only once the ledger has it, so that what a person sees as over is on record.
  if (failure !== undefined) yield { type: 'failed', error: failure.error };
  yield { type: 'finished', entry, unrecorded };
}

import type { ChatModel, ChatRequest, Pair, Side } from '../chat';
import type { ConversationMemory } from '../conversation/conversationMemory';
import type { Cut, Decision } from '../decision';
import type { Door, Ledger } from '../ledger/ledger';
import type { CostOf } from '../ledger/pricing';
import type { SensitiveRules } from '../sensitive/sensitive';
import type { DraftRecord } from './drafting';
import type { ProviderHealth } from './providerHealth';

/** What a door asks the flow. */
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

/** The two models to choose from; practice models are scripted and local. */
export interface ConnectedPair {
  readonly kind: 'call' | 'practice';
  readonly models: Pair<ChatModel>;
}

/** What the flow needs beside the request; the same for all doors of a process. */
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

import type { Pair, Side } from '../chat';
import type { Sensitive } from '../sensitive/sensitive';

/** What is remembered of a conversation: numbers and sides, never its text. */
export interface ConversationState {
  /** How much the conversation has needed the strong model of late, in win rates of one router. */
  readonly level?: { readonly router: string; readonly winRate: number };
  /** Who answered last. */
  readonly side?: Side;
  /** What each side's endpoint has probably kept of the conversation. */
  readonly cached: Partial<Pair<CachedPrefix>>;
  /** What staying with the strong model for the sake of its cache has cost so far, in US dollars. */
  readonly foregone: number;
  /** Who made which call of a tool, by the call's id. */
  readonly toolCalls: ReadonlyMap<string, Side>;
  /** Why the conversation stays with the local model. */
  readonly sensitive?: Sensitive;
}

export interface CachedPrefix {
  readonly tokens: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Conversations of this process, those not heard of for an hour forgotten. */
export interface ConversationMemory {
  recall(conversation: string): ConversationState;
  keep(conversation: string, changes: Partial<ConversationState>): void;
}

const lifeMs = 3_600_000;
const mostConversations = 1_000;
const mostToolCalls = 500;

const nothing: ConversationState = { cached: {}, foregone: 0, toolCalls: new Map() };

/** @param now milliseconds since the epoch */
export function createConversationMemory(now: () => number): ConversationMemory {
  // In the order in which they were last kept.
  const states = new Map<string, { state: ConversationState; at: number }>();
  const recall = (conversation: string) => {
    const found = states.get(conversation);
    return found === undefined || now() - found.at > lifeMs ? nothing : found.state;
  };
  return {
    recall,
    keep: (conversation, changes) => {
      const { toolCalls, ...rest } = { ...recall(conversation), ...changes };
      const state = { ...rest, toolCalls: new Map([...toolCalls].slice(-mostToolCalls)) };
      states.delete(conversation);
      states.set(conversation, { state, at: now() });
      for (const [id, { at }] of states) {
        if (states.size <= mostConversations && now() - at <= lifeMs) break;
        states.delete(id);
      }
    },
  };
}

export type Role = 'system' | 'user' | 'assistant';

export interface Message {
  readonly role: Role;
  readonly content: string;
}

/** Which model, where. `baseUrl` carries neither key nor query. */
export interface ModelRef {
  readonly provider: 'openai' | 'anthropic';
  readonly baseUrl: string;
  readonly model: string;
}

/** The two models a prompt may go to: the user's own choice. */
export interface Pair<T> {
  readonly strong: T;
  readonly weak: T;
}

/** Which half of a pair. */
export type Side = keyof Pair<unknown>;

/** Tokens of one call. `inputTokens` includes `cachedInputTokens`. */
export interface Usage {
  readonly inputTokens: number;
  readonly cachedInputTokens: number;
  readonly outputTokens: number;
  /** `estimated` when the provider did not say and the text was counted locally. */
  readonly source: 'measured' | 'estimated';
}

export type StreamPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'usage'; readonly usage: Usage };

/** One model that can be asked over the network; implemented in `providers/`. */
export interface ChatModel {
  readonly ref: ModelRef;
  /**
   * Streams the answer to `messages`. At most one `usage` part, the last.
   *
   * @throws ProviderError for anything the endpoint or the network did, also in mid-stream
   * @throws the signal's reason when `signal` was aborted
   */
  stream(messages: readonly Message[], signal: AbortSignal): AsyncIterable<StreamPart>;
}

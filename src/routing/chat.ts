export type Role = 'system' | 'user' | 'assistant';

export interface Message {
  readonly role: Role;
  /** A string is one part of text. */
  readonly content: string | readonly MessagePart[];
}

export type MessagePart =
  | { readonly type: 'text'; readonly text: string }
  /** `source` is an https URL or a data URL. */
  | { readonly type: 'image'; readonly source: string }
  /** The assistant's call of a tool. `input` is JSON as the model wrote it, which may be broken. */
  | { readonly type: 'tool-call'; readonly id: string; readonly name: string; readonly input: string }
  /** What a tool gave back; in a user's message. */
  | {
      readonly type: 'tool-result';
      readonly callId: string;
      readonly content: string;
      readonly failed: boolean;
    }
  /** What an assistant thought before it answered; providers that did not think it do not get it. */
  | { readonly type: 'thinking'; readonly text: string; readonly signature: string }
  | { readonly type: 'redacted-thinking'; readonly data: string };

/** A tool that the model may call. */
export interface Tool {
  readonly name: string;
  readonly description: string;
  /** JSON Schema. */
  readonly inputSchema: Readonly<Record<string, unknown>>;
  /** Whether calls must keep to the schema. */
  readonly strict?: boolean;
}

export type ToolChoice =
  | { readonly kind: 'auto' }
  | { readonly kind: 'none' }
  | { readonly kind: 'required' }
  | { readonly kind: 'tool'; readonly name: string };

/** What a model is asked. */
export interface ChatRequest {
  readonly messages: readonly Message[];
  readonly tools?: readonly Tool[];
  readonly toolChoice?: ToolChoice;
  readonly maxOutputTokens?: number;
  /** Asks for the mean log-probability of the answer's tokens; an endpoint that has none leaves it out. */
  readonly logProbabilities?: true;
  /**
   * The request as another program wrote it. A provider of the same format sends this with only the model's name
   * changed, so that nothing is lost that Turnout has no word for.
   */
  readonly original?: {
    readonly format: 'openai' | 'anthropic';
    readonly body: Readonly<Record<string, unknown>>;
    /** Anthropic's features in trial that the program named in the header `anthropic-beta`. */
    readonly betas?: readonly string[];
  };
}

/**
 * Which model, where. `baseUrl` carries neither key nor query; of a model that the editor offers it is
 * `vscode-lm:` and the vendor's name.
 */
export interface ModelRef {
  readonly provider: 'openai' | 'anthropic' | 'editor';
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

export function otherSide(side: Side): Side {
  return side === 'strong' ? 'weak' : 'strong';
}

/** Tokens of one call. `inputTokens` includes those read from a cache and those written to one. */
export interface Usage {
  readonly inputTokens: number;
  readonly cachedInputTokens: number;
  /** Written to a cache that is kept for five minutes, and for an hour, where that is charged for. */
  readonly cacheWriteTokens?: number;
  readonly cacheWriteHourTokens?: number;
  readonly outputTokens: number;
  /** Those of `outputTokens` that went into thinking, where the provider says. */
  readonly reasoningTokens?: number;
  /** `estimated` when the provider did not say and the text was counted locally. */
  readonly source: 'measured' | 'estimated';
}

export type StreamPart =
  | { readonly type: 'text'; readonly text: string }
  /** More of what the model thinks before it answers. */
  | { readonly type: 'thinking'; readonly text: string }
  /**
   * Ends a stretch of thinking: the provider's proof of it, to be sent back with it. Where the thinking is not shown, it
   * comes without any.
   */
  | { readonly type: 'thinking-signature'; readonly signature: string }
  | { readonly type: 'redacted-thinking'; readonly data: string }
  /** More of a call that is still being written. All pieces of its input make the beginning of the whole call's, which follows. */
  | { readonly type: 'tool-call-piece'; readonly id: string; readonly name: string; readonly input: string }
  /** A whole call of a tool. */
  | { readonly type: 'tool-call'; readonly id: string; readonly name: string; readonly input: string }
  | {
      readonly type: 'finish';
      readonly reason: FinishReason;
      /** Mean log-probability of the answer's tokens, where the endpoint tells it. */
      readonly meanLogProbability?: number;
    }
  | { readonly type: 'usage'; readonly usage: Usage };

export type FinishReason = 'stop' | 'length' | 'tool-calls' | 'refusal';

/** What a model can take; undefined where nobody knows. */
export interface ModelLimits {
  readonly contextTokens?: number;
  readonly images?: boolean;
  readonly tools?: boolean;
}

/** One model that can be asked; implemented in `providers/`, and for the editor's own models in `extension/`. */
export interface ChatModel {
  readonly ref: ModelRef;
  readonly limits: ModelLimits;
  /**
   * Streams the answer. At most one `finish` part and one `usage` part, the last two.
   *
   * @throws ProviderError for anything the endpoint or the network did, also in mid-stream
   * @throws the signal's reason when `signal` was aborted
   */
  stream(request: ChatRequest, signal: AbortSignal): AsyncIterable<StreamPart>;
}

/** The words of a message: its parts of text, a line each. */
export function textOf({ content }: Message): string {
  if (typeof content === 'string') return content;
  return content.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n');
}

import { type ChatRequest, type ModelLimits, otherSide, type Pair, type Side } from './chat';

/** What a model cannot do, where a request needs it. */
export type ModelLimit =
  | { readonly kind: 'images' }
  | { readonly kind: 'tools' }
  | { readonly kind: 'context-window'; readonly tokens: number; readonly contextTokens: number };

/** What a request asks of a model. */
export interface Needs {
  readonly images: boolean;
  readonly tools: boolean;
  /** Input and the room for an answer. */
  readonly tokens: number;
}

/**
 * @param inputTokens counted or estimated
 * @param outputTokens to leave room for, where the request sets no limit of its own
 */
export function needsOf(chat: ChatRequest, inputTokens: number, outputTokens: number): Needs {
  const parts = chat.messages.flatMap(({ content }) => (typeof content === 'string' ? [] : content));
  return {
    images: parts.some(({ type }) => type === 'image'),
    tools: (chat.tools?.length ?? 0) > 0 && chat.toolChoice?.kind !== 'none',
    tokens: inputTokens + Math.min(outputTokens, chat.maxOutputTokens ?? outputTokens),
  };
}

/** @returns the first limit of a model that these needs exceed; what nobody knows of a model is no limit */
export function limitOf(needs: Needs, limits: ModelLimits): ModelLimit | undefined {
  if (needs.images && limits.images === false) return { kind: 'images' };
  if (needs.tools && limits.tools === false) return { kind: 'tools' };
  const { contextTokens } = limits;
  return contextTokens !== undefined && needs.tokens > contextTokens
    ? { kind: 'context-window', tokens: needs.tokens, contextTokens }
    : undefined;
}

/**
 * The side that must answer since only it can.
 *
 * @returns undefined where both can, and where neither can: then the chosen one's own refusal says more
 */
export function sideWithinLimits(
  needs: Needs,
  limits: Pair<ModelLimits>,
): { readonly side: Side; readonly limit: ModelLimit } | undefined {
  const strong = limitOf(needs, limits.strong);
  const weak = limitOf(needs, limits.weak);
  const limit = strong ?? weak;
  if (limit === undefined || (strong !== undefined && weak !== undefined)) return undefined;
  return { side: otherSide(strong === undefined ? 'weak' : 'strong'), limit };
}

import type { ModelRef, Pair, Usage } from '../chat';
import type { CostOf } from '../ledger/pricing';
import type { CachedPrefix } from './conversationMemory';

/** How long endpoints keep a prompt that nobody asks for again; what they say is five minutes to ten. */
const cacheLifeMs = 300_000;

/** US dollars. */
export interface SwitchingCost {
  /** What the weak model's answer would save over the strong one's, both with what their caches hold. */
  readonly saving: number;
  /** What the strong model's cache saves the next time it is asked: it will be gone by then. */
  readonly cacheWorth: number;
}

/** One turn of a conversation, about to be sent. */
export interface NextTurn {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cached: Partial<Pair<CachedPrefix>>;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * What coming down from the strong to the weak model saves and loses.
 *
 * @returns undefined where nothing is cached any more, or a price is unknown
 */
export function costOfComingDown(
  { inputTokens, outputTokens, cached, now }: NextTurn,
  pair: Pair<ModelRef>,
  costOf: CostOf,
): SwitchingCost | undefined {
  const held = (prefix: CachedPrefix | undefined) =>
    prefix === undefined || now - prefix.at > cacheLifeMs ? 0 : Math.min(prefix.tokens, inputTokens);
  const heldByStrong = held(cached.strong);
  if (heldByStrong === 0) return undefined;
  const usage = (cachedInputTokens: number, output = outputTokens): Usage => ({
    inputTokens,
    cachedInputTokens,
    outputTokens: output,
    source: 'estimated',
  });
  const staying = costOf(pair.strong, usage(heldByStrong));
  const going = costOf(pair.weak, usage(held(cached.weak)));
  const fresh = costOf(pair.strong, usage(0, 0));
  const kept = costOf(pair.strong, usage(heldByStrong, 0));
  if (staying === undefined || going === undefined || fresh === undefined || kept === undefined) {
    return undefined;
  }
  return { saving: staying - going, cacheWorth: fresh - kept };
}

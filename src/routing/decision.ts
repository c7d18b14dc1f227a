import type { Side } from './chat';
import { type Estimate, isUnreadable } from './router';

/** Why a prompt went where it went: a code with its numbers, worded by each host. */
export type Reason =
  | { readonly code: 'win-rate-reaches-threshold'; readonly winRate: number; readonly threshold: number }
  | { readonly code: 'win-rate-below-threshold'; readonly winRate: number; readonly threshold: number }
  /** The same two where so much of the prompt is unknown to the encoder that only its shape could count. */
  | {
      readonly code: 'shape-reaches-threshold';
      readonly winRate: number;
      readonly threshold: number;
      readonly unknownShare: number;
    }
  | {
      readonly code: 'shape-below-threshold';
      readonly winRate: number;
      readonly threshold: number;
      readonly unknownShare: number;
    }
  | { readonly code: 'router-failed'; readonly detail: string };

export interface Decision {
  readonly model: Side;
  /** In [0, 1); null when the router failed on this prompt. */
  readonly winRate: number | null;
  /** α in [0, 1]. */
  readonly threshold: number;
  /** The share of prompts expected to go to the strong model at this threshold, in [0, 1]. */
  readonly strongShare: number;
  /** The router that decided, which is the fallback where the chosen one could not be loaded. */
  readonly router: string;
  readonly reason: Reason;
  /** What deciding took, in milliseconds, loading included. */
  readonly ms: number;
}

/** Where the line is drawn, and for whom. */
export interface Cut {
  readonly router: string;
  readonly threshold: number;
  readonly strongShare: number;
}

/** Strong iff win rate ≥ threshold (paper §3.1, eq. 1). */
export function decide({ winRate, unknownShare }: Estimate, cut: Cut, ms: number): Decision {
  if (!Number.isFinite(winRate)) return decideWithoutWinRate(`its win rate was ${winRate}`, cut, ms);
  const { threshold } = cut;
  const model = winRate >= threshold ? 'strong' : 'weak';
  const outcome = model === 'strong' ? 'reaches-threshold' : 'below-threshold';
  const reason: Reason = isUnreadable(unknownShare)
    ? { code: `shape-${outcome}`, winRate, threshold, unknownShare }
    : { code: `win-rate-${outcome}`, winRate, threshold };
  return { model, winRate, ...cut, reason, ms };
}

/** A router that fails on a prompt sends it to the strong model: dear, but never worse. */
export function decideWithoutWinRate(detail: string, cut: Cut, ms: number): Decision {
  return { model: 'strong', winRate: null, ...cut, reason: { code: 'router-failed', detail }, ms };
}

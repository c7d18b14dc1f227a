import type { Side } from './chat';
import { inEnglish, type Wording, worded } from './errors';
import type { Reason, RoutedReason } from './reason';
import { type Estimate, isUnreadable } from './router';

export interface Decision extends Cut {
  readonly model: Side;
  /** In [0, 1); null where the router failed on this prompt, or was not asked since something else decided. */
  readonly winRate: number | null;
  /** Present where what was learnt from the user's own signals has changed the win rate. */
  readonly personal?: true;
  readonly reason: Reason;
  /** What deciding took, in milliseconds, loading included. */
  readonly ms: number;
}

/** A decision as the router alone makes it. */
export interface RoutedDecision extends Decision {
  readonly reason: RoutedReason;
}

/** Where the line is drawn, and for whom. */
export interface Cut {
  /** The router that decides, which is the fallback where the chosen one could not be loaded. */
  readonly router: string;
  /** The first digits of the hash of its weights; absent without any. */
  readonly routerVersion?: string;
  /** α in [0, 1]. */
  readonly threshold: number;
  /** The share of prompts expected to go to the strong model at this threshold, in [0, 1]. */
  readonly strongShare: number;
  /** Present where the share is below the one that was set, since a budget nears its end. */
  readonly budget?: BudgetedShare;
}

/** Money in US dollars. */
export interface BudgetedShare {
  /** What the slider says, in [0, 1]. */
  readonly setShare: number;
  readonly spent: number;
  readonly amount: number;
}

/** Strong iff win rate ≥ threshold (paper §3.1, eq. 1). */
export function decide({ winRate, unknownShare, personal }: Estimate, cut: Cut, ms: number): RoutedDecision {
  if (!Number.isFinite(winRate))
    return decideWithoutWinRate(worded('its win rate was {0}', String(winRate)), cut, ms);
  const { threshold } = cut;
  const model = sideFor(winRate, threshold);
  const outcome = model === 'strong' ? 'reaches-threshold' : 'below-threshold';
  const reason: RoutedReason = isUnreadable(unknownShare)
    ? { code: `shape-${outcome}`, winRate, threshold, unknownShare }
    : { code: `win-rate-${outcome}`, winRate, threshold };
  return { model, winRate, ...(personal && { personal }), ...cut, reason, ms };
}

/** A router that fails on a prompt sends it to the strong model: dear, but never worse. */
export function decideWithoutWinRate(why: Wording, cut: Cut, ms: number): RoutedDecision {
  const reason = { code: 'router-failed', detail: inEnglish(why), wording: why } as const;
  return { model: 'strong', winRate: null, ...cut, reason, ms };
}

/** The paper's rule alone. */
export function sideFor(winRate: number, threshold: number): Side {
  return winRate >= threshold ? 'strong' : 'weak';
}

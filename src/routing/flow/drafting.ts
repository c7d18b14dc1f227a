import type { ModelRef } from '../chat';
import type { Reason } from '../reason';

/** How sure the weak model's answers of late were, in mean log-probabilities; numbers only. */
export interface DraftRecord {
  /** The latest ones of a model, oldest first. */
  recent(ref: ModelRef): readonly number[];
  add(ref: ModelRef, meanLogProbability: number): void;
}

/** With fewer, a share of them says nothing, and the router decides. */
const fewestDrafts = 20;

export function canJudgeDrafts(recent: readonly number[]): boolean {
  return recent.length >= fewestDrafts;
}

/**
 * Whether the weak model's draft stands: not where its mean log-probability is among the lowest share of the recent ones.
 *
 * @param meanLogProbability of the draft's tokens, undefined where the endpoint did not tell
 * @param recent at least one, the draft itself not among them
 * @param share of drafts to be replaced, in [0, 1]: the strong share
 */
export function judgeDraft(
  meanLogProbability: number | undefined,
  recent: readonly number[],
  share: number,
): Extract<Reason, { code: 'draft-unrated' | 'draft-kept' | 'draft-replaced' }> {
  if (meanLogProbability === undefined) return { code: 'draft-unrated' };
  const ascending = recent.toSorted((a, b) => a - b);
  const below = Math.round(share * ascending.length);
  // A share of 1 replaces any draft, one of 0 none.
  const bar =
    below >= ascending.length ? Number.POSITIVE_INFINITY : (ascending[below] ?? Number.NEGATIVE_INFINITY);
  const kept = share === 0 || meanLogProbability >= bar;
  return {
    code: kept ? 'draft-kept' : 'draft-replaced',
    meanLogProbability,
    // JSON knows no infinity: 0 is the surest that a model can be.
    bar: share === 0 ? (ascending[0] ?? 0) : Math.min(bar, 0),
    share,
  };
}

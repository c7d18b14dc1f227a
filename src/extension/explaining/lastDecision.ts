import type { Decision } from '../../routing/decision';

/** The latest decision of this window and the ask it was made of, in memory alone and until the next one. */
export interface LastDecision {
  /** What a router made of an ask. */
  noteScored(ask: string, decision: Decision): void;
  /** What stood in the end, which limits, the conversation or the person may have changed. */
  noteFinal(decision: Decision): void;
  /** The ask is undefined where the decision was not made of one. */
  read(): { readonly ask: string | undefined; readonly decision: Decision } | undefined;
}

export function createLastDecision(): LastDecision {
  let scored: { readonly ask: string; readonly decision: Decision } | undefined;
  let last: Decision | undefined;
  return {
    noteScored: (ask, decision) => {
      scored = { ask, decision };
      last = decision;
    },
    noteFinal: (decision) => {
      last = decision;
    },
    read: () => {
      if (last === undefined) return undefined;
      // Doors may answer at once: a decision of another win rate was made of another ask.
      const { router, winRate } = scored?.decision ?? {};
      const isOfAsk = winRate !== null && winRate === last.winRate && router === last.router;
      return { ask: isOfAsk ? scored?.ask : undefined, decision: last };
    },
  };
}

import type { ModelRef, Pair, Usage } from '../routing/chat';
import type { ConnectedPair } from '../routing/flow/answerRequest';
import type { CostOf } from '../routing/ledger/pricing';

/** Names and prices to word a decision with: the pair's own, or an example's while none is connected. */
export interface PairOnShow {
  readonly names: Pair<string>;
  readonly expectedCost: (usage: Usage) => Pair<number | undefined>;
  readonly practice: boolean;
}

/** @param reference a well-known pair, whose costs are shown where the pair is none or costs nothing */
export function pairOnShow(
  pair: ConnectedPair | undefined,
  reference: Pair<ModelRef>,
  costOf: CostOf,
): PairOnShow {
  const own = pair && { strong: pair.models.strong.ref, weak: pair.models.weak.ref };
  const named = own ?? reference;
  const priced = pair?.kind === 'call' && own ? own : reference;
  return {
    names: { strong: named.strong.model, weak: named.weak.model },
    expectedCost: (usage) => ({ strong: costOf(priced.strong, usage), weak: costOf(priced.weak, usage) }),
    practice: pair?.kind === 'practice',
  };
}

import type { ModelRef, Pair, Usage } from '../chat';
import type { Decision } from '../decision';
import type { ProviderProblem } from '../errors';

/** Where a prompt came in. */
export type Door =
  | 'sidebar'
  | 'code-assist'
  | 'commit-message'
  | 'participant'
  | 'model-provider'
  | 'server'
  | 'library';

export type Outcome =
  | { readonly kind: 'ok' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly code: ProviderProblem['code'] | 'unexpected' }
  /** It failed before it said anything, and the other model answered: the next entry. */
  | { readonly kind: 'fell-back'; readonly code: ProviderProblem['code'] }
  /** The weak model's draft was not good enough, and the strong one answered: the next entry. */
  | { readonly kind: 'replaced' };

/** The format that is written. Version 1 had neither `priceTable` nor `outputPrices`, nor the router's version. */
export const entryVersion = 2;

/** One routed call. Never its text. Money is in US dollars, null where a price is unknown. */
export interface Entry {
  readonly version: typeof entryVersion;
  readonly id: string;
  /** When the prompt was sent, ISO 8601 in UTC. */
  readonly time: string;
  readonly door: Door;
  readonly conversation: string;
  /** The editor's id of the language that the code in question is written in. */
  readonly languageId?: string;
  /**
   * The entry that this call repeats with the other model. Always asking one model would have asked once, so such a call
   * costs what it costs and its two comparisons are 0.
   */
  readonly retryOf?: string;
  /** Practice calls go to scripted local models and never count as savings. */
  readonly kind: 'call' | 'practice';
  readonly pair: Pair<ModelRef>;
  readonly decision: Decision;
  readonly usage: Usage;
  readonly cost: number | null;
  /**
   * What the same tokens would have cost; where an answer took several calls, one of them holds it and the others 0.
   */
  readonly alwaysStrongCost: number | null;
  readonly alwaysWeakCost: number | null;
  /**
   * The prices of that moment for a million output tokens of the two models, so that a report can tell what an answer of
   * another length would have cost, whatever the prices are by then. Null where the price is unknown, or the call stands
   * for no comparison with that model.
   */
  readonly outputPrices?: Pair<number | null>;
  /** The table of list prices, with its version. */
  readonly priceTable?: string;
  readonly outcome: Outcome;
  /** From the prompt's arrival to the last part of the answer, in milliseconds. */
  readonly ms: number;
}

/** The entry as it is written today, made from one of an earlier format. */
export function upgradeEntry(entry: Omit<Entry, 'version'>): Entry {
  return { ...entry, version: entryVersion };
}

/** Whether a call brought an answer, or was meant to: not one that another call of the same answer took the place of. */
export function isAnswer({ outcome }: Entry): boolean {
  return outcome.kind !== 'fell-back' && outcome.kind !== 'replaced';
}

/** The append-only record, implemented in `node/`. */
export interface Ledger {
  /** Resolves once the entry is on disk. @throws when it could not be written */
  append(entry: Entry): Promise<void>;
}

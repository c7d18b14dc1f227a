import type { Entry } from '../ledger/ledger';
import { costOfRouting } from '../ledger/pricing';
import { emptyTally, modelKey } from '../ledger/tally';
import { addEntry } from '../ledger/tallying';
import { compare } from './comparison';
import type { ComparisonBasis } from './report';

/** What one call adds to a report's sums of money, in US dollars. */
export interface ComparedCall {
  readonly alwaysStrongCost: number;
  readonly alwaysWeakCost: number;
  readonly routingCost: number;
  /** `alwaysStrongCost` − what it cost − `routingCost`; negative when routing cost more. */
  readonly saved: number;
}

/**
 * Compares one call as a report compares all of them, so that calls add up to its totals; only the routing of unpriced
 * calls is in the totals alone.
 *
 * @param lengths of a report over a range with this call in it
 * @returns null for practice, and where a price is unknown: such calls are in no sum
 */
export function compareCall(
  entry: Entry,
  { lengths }: Pick<ComparisonBasis, 'lengths'>,
): ComparedCall | null {
  const tally = emptyTally();
  addEntry(tally, entry, '');
  const [cell] = tally.cells;
  if (cell === undefined || cell.sums.priced === 0) return null;
  const unknown = { mean: null, weight: 0 };
  const { strong, weak } = compare(
    cell.sums,
    entry.pair,
    (ref) => lengths.find((length) => modelKey(length.ref) === modelKey(ref)) ?? unknown,
  );
  const routingCost = costOfRouting(entry.decision.ms);
  return {
    alwaysStrongCost: strong,
    alwaysWeakCost: weak,
    routingCost,
    saved: strong - cell.sums.spent - routingCost,
  };
}

import type { Entry } from '../../../src/routing/ledger/ledger';
import { readWholeLedger } from '../../node/ledger/wholeLedger';

/** What Turnout has recorded so far. */
export async function readLedger(home: string): Promise<readonly Entry[]> {
  return (await readWholeLedger(home)).entries;
}

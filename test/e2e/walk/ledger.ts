import { createLedgerFile } from '../../../src/node/ledger/ledgerFile';
import type { Entry } from '../../../src/routing/ledger/ledger';

/** What Turnout has recorded so far. */
export async function readLedger(home: string): Promise<readonly Entry[]> {
  return (await createLedgerFile(home).readAll()).entries;
}

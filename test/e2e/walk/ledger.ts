import { createLedgerFile } from '../../../src/node/ledgerFile';
import type { Entry } from '../../../src/routing/ledger';

/** What Turnout has recorded so far. */
export async function readLedger(home: string): Promise<readonly Entry[]> {
  return (await createLedgerFile(home).readAll()).entries;
}

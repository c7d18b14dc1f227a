import type { Entry, Ledger } from '../../../src/routing/ledger/ledger';

/** A ledger that forgets when the process ends. */
export function createMemoryLedger(): Ledger & { readonly entries: readonly Entry[] } {
  const entries: Entry[] = [];
  return {
    entries,
    append: async (entry) => {
      entries.push(entry);
    },
  };
}

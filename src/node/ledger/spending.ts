import type { LedgerReader } from './ledgerReader';

/** What the calls on record have cost, by the user's own calendar days. */
export interface Spending {
  /**
   * @param period the beginning of a day, YYYY-MM-DD or YYYY-MM
   * @returns US dollars; calls of unknown price count nothing
   */
  spentIn(period: string): Promise<number>;
}

/** Asking before every prompt costs no more than a look at the ledger's latest lines. */
export function createSpending(reader: Pick<LedgerReader, 'tallies'>): Spending {
  return {
    spentIn: async (period) => {
      let spent = 0;
      for (const { cells } of await reader.tallies()) {
        for (const { day, sums } of cells) if (day.startsWith(period)) spent += sums.paid;
      }
      return spent;
    },
  };
}

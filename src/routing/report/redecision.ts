import { daysBefore } from '../days';

/** What deciding anew by another stop of the slider takes: a few numbers, however many prompts. Money in US dollars. */
export interface Redecision {
  /** Ascending win rates; empty bins are left out. */
  readonly bins: readonly RedecisionBin[];
  /** Spent on priced calls that no slider would have moved: what a person chose, tools' results, drafts. */
  readonly fixedSpent: number;
  readonly fixedCalls: number;
  /** What was really spent, on these prompts and those. */
  readonly spent: number;
}

/** The prompts whose win rates fall between `from` and the next bin. */
export interface RedecisionBin {
  /** The lower end, in [0, 1). */
  readonly from: number;
  readonly prompts: number;
  /** What all of them would have cost with the strong model, and with the weak one. */
  readonly strongCost: number;
  readonly weakCost: number;
}

/** What one stop of the slider would have come to. */
export interface SliderStop {
  /** Of the prompts that a slider moves, in [0, 1]. */
  readonly strongShare: number;
  readonly spent: number;
}

/**
 * What would have been spent had this share of the user's prompts gone to the strong model, those of the highest win
 * rates first; within a bin they are taken for alike.
 *
 * @param strongShare in [0, 1]
 */
export function spendAt(strongShare: number, { bins, fixedSpent }: Redecision): number {
  const prompts = bins.reduce((sum, bin) => sum + bin.prompts, 0);
  let left = strongShare * prompts;
  let spent = fixedSpent;
  for (const bin of bins.toReversed()) {
    const strong = Math.min(left, bin.prompts) / bin.prompts;
    left -= strong * bin.prompts;
    spent += strong * bin.strongCost + (1 - strong) * bin.weakCost;
  }
  return spent;
}

/** Stops of the slider are told so many to the whole. */
const stops = 20;

/**
 * @param bins with what was really spent on their prompts
 * @param all priced calls of the same days, those prompts among them
 */
export function redecide(
  bins: readonly (RedecisionBin & { readonly spent: number })[],
  all: { readonly spent: number; readonly calls: number },
): { readonly redecision: Redecision; readonly stops: readonly SliderStop[] } {
  const redecision: Redecision = {
    bins: bins
      .map(({ from, prompts, strongCost, weakCost }) => ({ from, prompts, strongCost, weakCost }))
      .sort((a, b) => a.from - b.from),
    fixedSpent: all.spent - bins.reduce((sum, bin) => sum + bin.spent, 0),
    fixedCalls: all.calls - bins.reduce((sum, bin) => sum + bin.prompts, 0),
    spent: all.spent,
  };
  return {
    redecision,
    stops: Array.from({ length: stops + 1 }, (_, stop) => ({
      strongShare: stop / stops,
      spent: spendAt(stop / stops, redecision),
    })),
  };
}

/** A month of the slider's history, in days. */
const month = 30;

/** @param to the last day, YYYY-MM-DD */
export function redecidedDays(to: string): { readonly from: string; readonly to: string } {
  return { from: daysBefore(to, month - 1), to };
}

/** What a million tokens of each model of a pair cost, in US dollars. */
export interface PairPrices {
  readonly title: string;
  readonly strong: number;
  readonly weak: number;
}

/** Mean tokens of a call, by which prices for input and output become one (paper §5.3). */
export const tokensPerCall = { input: 95, output: 264 };

/** The paper's own estimate for gpt-4-1106-preview and mixtral-8x7b. */
export const paperPrices: PairPrices = { title: "The paper's prices", strong: 24.7, weak: 0.24 };

/**
 * How many times cheaper a router is than coin flips at the same quality (paper, Table 6). The paper counts calls to the
 * strong model alone, which is this ratio with a weak model that costs nothing.
 *
 * @param randomShare share of calls with which the random router reaches the quality, in (0, 1]
 * @param routerShare share with which the router does, in [0, 1]
 */
export function costSavingRatio(
  randomShare: number,
  routerShare: number,
  { strong, weak }: Pick<PairPrices, 'strong' | 'weak'>,
): number {
  const cost = (share: number) => share * strong + (1 - share) * weak;
  return cost(randomShare) / cost(routerShare);
}

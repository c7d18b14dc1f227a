import type { Router } from '../../routing/router';
import type { EstimateCache } from './estimateCache';

/** Kept estimates that are worked out anew before the others are believed. */
const checks = 3;

/**
 * A router that asks the cache first. A program that changes can change what the same weights say: where one of the
 * first kept estimates is no longer what the router says, all are forgotten.
 *
 * @param open loads the router; called once, when it is first needed
 */
export function rememberRouter(name: string, cache: EstimateCache, open: () => Promise<Router>): Router {
  let router: Promise<Router> | undefined;
  let unchecked = checks;
  return {
    name,
    winRate: async (prompt) => {
      const kept = cache.get(prompt);
      if (kept !== undefined && unchecked === 0) return kept;
      router ??= open();
      const estimate = await (await router).winRate(prompt);
      if (kept !== undefined) {
        unchecked--;
        if (kept.winRate === estimate.winRate) return kept;
        await cache.clear();
      }
      await cache.add(prompt, estimate);
      return estimate;
    },
  };
}

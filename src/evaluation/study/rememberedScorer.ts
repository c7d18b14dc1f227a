import type { ScoreCache } from './scoreCache';
import type { Scorer } from './scorer';

/**
 * A scorer that asks the cache first.
 *
 * @param open makes the scorer; called once, when it is first needed
 */
export function rememberScorer(name: string, cache: ScoreCache, open: () => Promise<Scorer>): Scorer {
  let opened: Promise<Scorer> | undefined;
  return {
    name,
    score: async (row) => {
      const kept = cache.get(row.prompt);
      if (kept !== undefined) return kept;
      opened ??= open();
      const score = await (await opened).score(row);
      await cache.add(row.prompt, score);
      return score;
    },
  };
}

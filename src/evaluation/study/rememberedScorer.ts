import type { ScoreCache } from './scoreCache';
import type { Scorer } from './scorer';

export interface Remembering {
  readonly name: string;
  readonly cache: ScoreCache;
  /**
   * How many kept scores are worked out anew before the others are believed, since a program that changes can change what
   * the same weights say. Where one differs, all are forgotten.
   */
  readonly checks: number;
  /** Makes the scorer; called once, when it is first needed. */
  readonly open: () => Promise<Scorer>;
}

/** A scorer that asks the cache first. */
export function rememberScorer({ name, cache, checks, open }: Remembering): Scorer {
  let opened: Promise<Scorer> | undefined;
  let unchecked = checks;
  return {
    name,
    score: async (row) => {
      const kept = cache.get(row.prompt);
      if (kept !== undefined && unchecked === 0) return kept;
      opened ??= open();
      const score = await (await opened).score(row);
      if (kept !== undefined) {
        unchecked--;
        if (kept === score) return kept;
        await cache.clear();
      }
      await cache.add(row.prompt, score);
      return score;
    },
  };
}

import { TurnoutError } from '../../routing/errors';
import type { Router } from '../../routing/router';

/** Gives every prompt a number: a router its win rate, a baseline what it orders prompts by. */
export interface Scorer {
  /** As the study's tables call it. */
  readonly name: string;
  score(row: { readonly prompt: string }): Promise<number>;
}

/** @returns a scorer that throws TurnoutError `router-failed` where the router gives no win rate */
export function scoreByRouter(name: string, router: Router): Scorer {
  return {
    name,
    score: async ({ prompt }) => {
      const { winRate } = await router.winRate(prompt);
      if (winRate >= 0 && winRate < 1) return winRate;
      throw new TurnoutError(
        'router-failed',
        `Router "${router.name}" gave ${winRate}, which is no win rate.`,
      );
    },
  };
}

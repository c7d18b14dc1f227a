import type { Decision } from '../routing/decision';
import { TurnoutError } from '../routing/errors';
import { type Explanation, fewestOwnDecisions, ownWinRates, rankOf } from '../routing/explanation';
import type { Entry } from '../routing/ledger/ledger';
import type { Dispatcher } from './dispatcher';
import { evenCalibration } from './routers/causalEndpoint';

/** Explains decisions. */
export interface Explainer {
  /**
   * What a decision rests on. Whatever cannot be had on this machine is left out.
   *
   * @param prompt the ask that was scored; it is not kept
   */
  explain(prompt: string, decision: Decision): Promise<Explanation>;
}

export interface ExplainerOptions {
  /** That which decides now. */
  readonly dispatcher: () => Pick<Dispatcher, 'open' | 'winRate'>;
  /** What is in the ledger. */
  readonly readEntries: () => Promise<readonly Entry[]>;
}

export function createExplainer({ dispatcher, readEntries }: ExplainerOptions): Explainer {
  const unlessUnavailable = async <T>(ask: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof TurnoutError) return undefined;
      throw error;
    }
  };

  const assessmentOf = async (prompt: string, { winRate, router }: Decision) => {
    if (winRate === null) return undefined;
    const estimate = await unlessUnavailable(() =>
      dispatcher().winRate(prompt, { router, ifUnavailable: 'fail' }),
    );
    return estimate?.assessment;
  };

  const calibrationOf = async (router: string) => {
    const opened = await unlessUnavailable(() => dispatcher().open(router));
    return opened?.calibration === evenCalibration ? undefined : opened?.calibration;
  };

  const rank = async ({ winRate, router }: Decision) => {
    if (winRate === null) return undefined;
    const own = ownWinRates(await readEntries(), router);
    return rankOf(winRate, own, own.length < fewestOwnDecisions ? await calibrationOf(router) : undefined);
  };

  return {
    explain: async (prompt, decision) => {
      const [rankOfIt, assessment] = await Promise.all([rank(decision), assessmentOf(prompt, decision)]);
      return { decision, rank: rankOfIt, assessment };
    },
  };
}

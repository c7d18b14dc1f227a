import type { PairAssessment } from './assessment';
import type { Decision } from './decision';
import type { Entry } from './ledger/ledger';
import { type Calibration, shareForThreshold } from './slider/calibration';

/** What a decision rests on, in numbers and labels; no text of any prompt. */
export interface Explanation {
  readonly decision: Decision;
  /** Undefined where there is no win rate, or nothing to compare it with. */
  readonly rank: Rank | undefined;
  /** What the win rate rests on; undefined where the router knows nothing of models, or could not be asked again. */
  readonly assessment: PairAssessment | undefined;
}

/** Where a win rate falls among others of the same router. */
export interface Rank {
  /** The share of them that is lower, equal ones counting half; in [0, 1]. */
  readonly below: number;
  /** The person's own decisions, or the sample that the router is calibrated by while those are too few. */
  readonly among: 'own-decisions' | 'calibration-sample';
  /** How many they are; undefined where that is not told. */
  readonly prompts: number | undefined;
}

/** With fewer decisions of the person's own, a rank among them would jump with each. */
export const fewestOwnDecisions = 50;

/** The win rates that a router gave to what the person asked, each prompt once however many calls it took. */
export function ownWinRates(entries: readonly Entry[], router: string): number[] {
  return entries.flatMap(({ decision, retryOf, outcome }) => {
    const again = retryOf !== undefined || outcome.kind === 'fell-back' || outcome.kind === 'replaced';
    return decision.router === router && decision.winRate !== null && !again ? [decision.winRate] : [];
  });
}

/**
 * @param own win rates of the same router
 * @param calibration of that router; undefined where it has none
 */
export function rankOf(
  winRate: number,
  own: readonly number[],
  calibration: Calibration | undefined,
): Rank | undefined {
  if (own.length >= fewestOwnDecisions) {
    const lower = own.filter((other) => other < winRate).length;
    const equal = own.filter((other) => other === winRate).length;
    return { below: (lower + equal / 2) / own.length, among: 'own-decisions', prompts: own.length };
  }
  if (calibration === undefined) return undefined;
  return {
    below: 1 - shareForThreshold(calibration, winRate),
    among: 'calibration-sample',
    prompts: calibration.prompts,
  };
}

import { highestWinRate } from '../router';
import type { WeightsReader } from './weights';

/** The increasing map from a router's raw score, a log-odds, to a win rate; fitted on prompts held back from training. */
export interface Platt {
  readonly slope: number;
  readonly offset: number;
}

/** @throws TurnoutError `weights-damaged` unless the slope is positive */
export function parsePlatt(weights: WeightsReader): Platt {
  const platt = weights.object('calibration');
  const slope = platt.number('slope');
  return slope > 0 ? { slope, offset: platt.number('offset') } : platt.fail('"slope" must be positive');
}

/** @returns σ(slope · score + offset), a win rate in [0, 1) */
export function winRateOf(score: number, { slope, offset }: Platt): number {
  return Math.min(1 / (1 + Math.exp(-(slope * score + offset))), highestWinRate);
}

import { type Calibration, thresholdForShare } from '../../routing/slider/calibration';
import { blendCalibration } from '../../routing/slider/ownCalibration';
import { randomNumbers } from '../randomNumbers';

/** The stops of the slider at which it is measured. */
const measuredStops: readonly number[] = [0.2, 0.4, 0.5, 0.6, 0.8];

/** How often a group's prompts are put into another order. */
const shuffles = 20;

/** As many prompts as the slider is given to learn from before it counts; a group needs more. */
export const learnt = 200;

/** So many prompts are decided after that. */
const measured = 200;

/**
 * How far the share of prompts sent to the strong model lies from the one asked for: the mean absolute error over 20
 * shuffles and five stops, in points of 100.
 */
export interface SliderAccuracy {
  /** By the thresholds that come with the router, on all prompts. */
  readonly untouched: number;
  /** Over the first 20 prompts, each decided by what those before it have taught. */
  readonly first20: number;
  /** The same over the first 200. */
  readonly first200: number;
  /** The same over the 200 prompts after those, or as many as there are. */
  readonly after200: number;
}

/**
 * Plays one group of people: their prompts come one by one, each decided by the blend as it stands and then learnt from.
 *
 * @param winRates of all the group's prompts, more than 200
 */
export function measureSlider(bundled: Calibration, winRates: readonly number[]): SliderAccuracy {
  if (winRates.length <= learnt) {
    throw new RangeError(`${winRates.length} prompts are too few to measure what ${learnt} have taught.`);
  }
  const runs = Array.from({ length: shuffles }, (_, seed) => play(bundled, shuffled(winRates, seed)));
  const errorOver = (from: number, to: number) =>
    100 * mean(runs.map((sent) => errorOf(sent.slice(from, to))));
  return {
    untouched: 100 * errorOf(winRates.map((winRate) => sentAt(bundled, winRate))),
    first20: errorOver(0, 20),
    first200: errorOver(0, learnt),
    after200: errorOver(learnt, learnt + measured),
  };
}

/** Whether a prompt goes to the strong model, stop by stop. */
type Sent = readonly boolean[];

function play(bundled: Calibration, winRates: readonly number[]): readonly Sent[] {
  return winRates
    .slice(0, learnt + measured)
    .map((winRate, index) => sentAt(blendCalibration(bundled, winRates.slice(0, index)), winRate));
}

function sentAt(calibration: Calibration, winRate: number): Sent {
  return measuredStops.map((stop) => winRate >= thresholdForShare(calibration, stop));
}

/** The mean over the stops, in [0, 1]. */
function errorOf(sent: readonly Sent[]): number {
  return mean(
    measuredStops.map((stop, index) =>
      Math.abs(sent.filter((one) => one[index]).length / sent.length - stop),
    ),
  );
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function shuffled(values: readonly number[], seed: number): readonly number[] {
  const random = randomNumbers(seed);
  const order = values.map((value) => ({ value, place: random() }));
  return order.sort((a, b) => a.place - b.place).map(({ value }) => value);
}

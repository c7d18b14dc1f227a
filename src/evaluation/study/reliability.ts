/** A router's claim about a prompt and what came of it. */
export interface Forecast {
  /** In [0, 1]. */
  readonly winRate: number;
  /** 1 where the strong model scored higher, ½ for a tie, 0 where the weak one did. */
  readonly outcome: number;
}

/** The forecasts whose win rates lie in one of ten equal parts of [0, 1]. */
export interface ReliabilityBin {
  readonly count: number;
  readonly meanWinRate: number;
  readonly meanOutcome: number;
}

const binCount = 10;

/** Scores on one prompt as the outcome that a win rate forecasts. */
export function outcomeOf(strongScore: number, weakScore: number): number {
  return strongScore === weakScore ? 0.5 : Number(strongScore > weakScore);
}

/** The bins that hold forecasts, in ascending order of win rate. */
export function reliabilityBins(forecasts: readonly Forecast[]): readonly ReliabilityBin[] {
  const bins = Array.from({ length: binCount }, () => ({ count: 0, winRates: 0, outcomes: 0 }));
  for (const { winRate, outcome } of forecasts) {
    const bin = bins[Math.min(binCount - 1, Math.floor(winRate * binCount))];
    if (bin === undefined) throw new RangeError(`${winRate} is no win rate.`);
    bin.count++;
    bin.winRates += winRate;
    bin.outcomes += outcome;
  }
  return bins
    .filter(({ count }) => count > 0)
    .map(({ count, winRates, outcomes }) => ({
      count,
      meanWinRate: winRates / count,
      meanOutcome: outcomes / count,
    }));
}

/**
 * The expected calibration error: how far the mean win rate of a bin lies from the mean outcome in it, each bin
 * weighing as many prompts as it holds. 0 is perfect.
 */
export function expectedCalibrationError(bins: readonly ReliabilityBin[]): number {
  const total = bins.reduce((sum, { count }) => sum + count, 0);
  return bins.reduce(
    (error, { count, meanWinRate, meanOutcome }) =>
      error + (count / total) * Math.abs(meanWinRate - meanOutcome),
    0,
  );
}

import { TurnoutError, worded } from '../errors';

/**
 * The distribution of one router's win rates on a sample of prompts: ascending values at evenly spaced
 * ranks, the first the lowest win rate of the sample and the last the highest.
 */
export interface Calibration {
  readonly quantiles: readonly number[];
  /** How many prompts the sample had; absent where that is not told. */
  readonly prompts?: number;
  /** Whether the sample was of the user's own prompts. */
  readonly ownSample?: true;
}

/** Quantiles kept of a large sample: each thousandth. */
const mostQuantiles = 1001;

/**
 * The calibration that a sample of prompts gives.
 *
 * @param winRates of at least one prompt, in any order
 */
export function calibrate(winRates: readonly number[]): Calibration {
  if (winRates.length === 0) throw new RangeError('Without a win rate there is nothing to calibrate by.');
  const ascending = winRates.toSorted((a, b) => a - b);
  const count = Math.max(2, Math.min(ascending.length, mostQuantiles));
  const quantiles = Array.from({ length: count }, (_, step) =>
    interpolate(ascending, (step / (count - 1)) * (ascending.length - 1)),
  );
  return { quantiles, prompts: winRates.length };
}

/**
 * The threshold α at which a given share of the sample's prompts goes to the strong model (paper §5.1:
 * the (1 − c)-quantile of the win rates).
 *
 * @param strongShare c in [0, 1]; 0 gives threshold 1 (never strong), 1 gives 0 (always strong)
 * @returns α in [0, 1]
 */
export function thresholdForShare(calibration: Calibration, strongShare: number): number {
  if (!(strongShare >= 0 && strongShare <= 1)) {
    throw new TurnoutError(
      'bad-input',
      worded('The strong share must lie between 0 and 1, not {0}.', strongShare),
    );
  }
  if (strongShare === 0) return 1;
  if (strongShare === 1) return 0;
  const { quantiles } = calibration;
  return interpolate(quantiles, (1 - strongShare) * (quantiles.length - 1));
}

/** The value at a rank of an ascending list, between two ranks by linear interpolation. */
function interpolate(ascending: readonly number[], rank: number): number {
  const below = ascending[Math.floor(rank)];
  const above = ascending[Math.ceil(rank)];
  if (below === undefined || above === undefined) {
    throw new TurnoutError(
      'weights-damaged',
      'The calibration holds no quantiles. Make it again with turnout calibrate --save, or install Turnout again.',
    );
  }
  return Math.min(below + (above - below) * (rank - Math.floor(rank)), above);
}

/**
 * The share of the sample's prompts whose win rate reaches the threshold: the inverse of
 * {@link thresholdForShare} wherever the win rates are distinct.
 *
 * @param threshold α in [0, 1]
 * @returns c in [0, 1]
 */
export function shareForThreshold(calibration: Calibration, threshold: number): number {
  if (!(threshold >= 0 && threshold <= 1)) {
    throw new TurnoutError(
      'bad-input',
      worded('The threshold must lie between 0 and 1, not {0}.', threshold),
    );
  }
  const { quantiles } = calibration;
  const first = quantiles.findIndex((quantile) => quantile >= threshold);
  if (first === 0) return 1;
  if (first === -1) return 0;
  const below = quantiles[first - 1] ?? 0;
  const above = quantiles[first] ?? 1;
  const rank = first - 1 + (threshold - below) / (above - below);
  return 1 - rank / (quantiles.length - 1);
}

/**
 * Reads one router's calibration out of `calibration.json`.
 *
 * @throws TurnoutError `weights-damaged` unless it is an ascending list of at least two win rates
 */
export function parseCalibration(json: unknown, router: string): Calibration {
  const { quantiles, sample } = (json as Record<string, CalibrationJson | undefined> | null)?.[router] ?? {};
  const ascending =
    Array.isArray(quantiles) &&
    quantiles.length >= 2 &&
    quantiles.every(
      (value, rank) =>
        typeof value === 'number' && value >= 0 && value < 1 && (rank === 0 || value >= quantiles[rank - 1]),
    );
  if (!ascending) {
    throw new TurnoutError(
      'weights-damaged',
      worded(
        'The calibration of router "{0}" is not an ascending list of win rates. Install Turnout again, or rebuild models/ as training/README.md says.',
        router,
      ),
    );
  }
  const prompts = sample?.prompts;
  return typeof prompts === 'number' ? { quantiles, prompts } : { quantiles };
}

interface CalibrationJson {
  readonly quantiles?: unknown;
  readonly sample?: { readonly prompts?: unknown } | null;
}

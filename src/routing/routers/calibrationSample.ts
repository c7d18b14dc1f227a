import type { Assessment } from '../assessment';
import type { Calibration } from '../slider/calibration';
import type { WeightsReader } from './weights';

/** What the network said of each prompt of the calibration's sample, and how much each counts. */
export interface CalibrationSample {
  readonly assessments: readonly Assessment[];
  /** Positive. */
  readonly masses: Float32Array;
}

/** Numbers kept of each prompt: its mass, the log-odds of success at four levels, the reasoning. */
const columns = 6;

const ranks = 1000;

/** @throws TurnoutError `weights-damaged` unless there are whole rows of positive mass */
export function parseCalibrationSample(weights: WeightsReader): CalibrationSample {
  const rows = weights.rows('rows', columns);
  const count = rows.length / columns;
  const masses = Float32Array.from({ length: count }, (_, row) => rows[row * columns] ?? 0);
  if (masses.some((mass) => !(mass > 0)))
    return weights.fail('each row of "rows" must begin with a positive mass');
  const assessments = Array.from({ length: count }, (_, row): Assessment => {
    const numbers = rows.subarray(row * columns, (row + 1) * columns);
    return {
      success: [...numbers.subarray(1, columns - 1)],
      reasoning: numbers[columns - 1] ?? 0,
      kind: 'other',
    };
  });
  return { assessments, masses };
}

/** The quantiles of win rates on the sample, each prompt counting by its mass. Twin: training/calibration.py. */
export function calibrateBySample(
  { assessments, masses }: CalibrationSample,
  winRateOf: (assessment: Assessment) => number,
): Calibration {
  const rows = assessments
    .map((assessment, row) => ({ winRate: winRateOf(assessment), mass: masses[row] ?? 0 }))
    .sort((a, b) => a.winRate - b.winRate);
  const total = rows.reduce((sum, { mass }) => sum + mass, 0);
  let sum = 0;
  const places = rows.map(({ winRate, mass }) => {
    sum += mass;
    return { winRate, share: (sum - mass / 2) / total };
  });
  let at = 0;
  const quantiles = Array.from({ length: ranks + 1 }, (_, rank) => {
    const share = rank / ranks;
    while (at < places.length - 1 && (places[at + 1]?.share ?? 1) < share) at++;
    const low = places[at] ?? { winRate: 0, share: 0 };
    const high = places[at + 1] ?? low;
    const along = high.share === low.share ? 0 : (share - low.share) / (high.share - low.share);
    return low.winRate + (high.winRate - low.winRate) * Math.min(Math.max(along, 0), 1);
  });
  return { quantiles, prompts: rows.length };
}

import { designOf, fitHead, headSettings, type Observation } from '../../routing/learning/personalHead';
import { finish } from '../../routing/learning/posterior';
import { tryHead } from '../../routing/learning/trial';
import { averageGapRecovered, type RoutedRow, recoveryCurve } from '../metrics';
import { randomNumbers } from '../randomNumbers';
import { type Noise, showSignal, type UserRow } from './simulatedUser';

/** One user: a shuffle of the rows, some for signals, the others measured on. */
interface Run {
  /** APGR with what was learnt less APGR of the frozen router: over all rows, and within each source. */
  readonly gain: number;
  readonly gainWithin: number;
  /** The gain had the head not been on trial; of signals without noise alone, as it takes its time. */
  readonly gainUntried: number | undefined;
  readonly tookOver: boolean;
}

/** What so many signals of so much noise are worth, over many users. */
export interface LearningPoint {
  readonly noise: Noise;
  readonly signals: number;
  readonly gain: MeanGain;
  readonly gainWithin: MeanGain;
  /** Had heads not been on trial; of signals without noise alone. */
  readonly gainUntried: MeanGain | undefined;
  /** The least gain of any user. */
  readonly worst: number;
  /** The share of users whose head passed its trial. */
  readonly tookOver: number;
}

export interface MeanGain {
  readonly mean: number;
  /** Half the width of the mean's 95 % interval over users. */
  readonly within: number;
}

export interface SimulationOptions {
  readonly rows: readonly UserRow[];
  /** Ascending; rows beyond the last are measured on, the same for every number. */
  readonly signals: readonly number[];
  readonly noises: readonly Noise[];
  readonly users: number;
  readonly onProgress?: (done: number, total: number) => void;
}

export interface Simulation {
  /** Mean over users of the frozen router's APGR on the rows measured on. */
  readonly frozen: number;
  readonly measured: number;
  readonly points: readonly LearningPoint[];
}

/** Simulates users whose signals come from some rows, and measures on the others what was learnt. */
export function simulateLearning({
  rows,
  signals,
  noises,
  users,
  onProgress,
}: SimulationOptions): Simulation {
  const most = signals.at(-1) ?? 0;
  const threshold =
    rows.map(({ winRate }) => winRate).sort((a, b) => a - b)[Math.floor(rows.length / 2)] ?? 0;
  const frozen: number[] = [];
  const runs = new Map<string, Run[]>();
  let done = 0;
  for (let user = 0; user < users; user++) {
    const shuffled = shuffle(rows, randomNumbers(user + 1));
    const measured = shuffled.slice(most);
    frozen.push(apgr(measured));
    for (const noise of noises) {
      const random = randomNumbers(1000 + user);
      const shown = shuffled.slice(0, most).map((row) => showSignal(row, threshold, noise, random));
      for (const count of signals) {
        const key = `${noise} ${count}`;
        runs.set(key, [...(runs.get(key) ?? []), runOnce(shown.slice(0, count), measured, noise === 0)]);
        onProgress?.(++done, users * noises.length * signals.length);
      }
    }
  }
  return {
    frozen: meanOf(frozen),
    measured: rows.length - most,
    points: noises.flatMap((noise) =>
      signals.map((count) => summarise(noise, count, runs.get(`${noise} ${count}`) ?? [])),
    ),
  };
}

function runOnce(shown: readonly Observation[], measured: readonly UserRow[], untried: boolean): Run {
  if (shown.length === 0) return { gain: 0, gainWithin: 0, gainUntried: 0, tookOver: false };
  const design = designOf(shown, headSettings);
  const tookOver = finish(tryHead(design)).passed;
  if (!tookOver && !untried) return { gain: 0, gainWithin: 0, gainUntried: undefined, tookOver };
  const head = finish(fitHead(design));
  const learnt = measured.map((row) => ({
    ...row,
    winRate: head.personalise({ winRate: row.winRate, unknownShare: 0 }, row.embedding).winRate,
  }));
  const gainUntried = apgr(learnt) - apgr(measured);
  if (!tookOver) return { gain: 0, gainWithin: 0, gainUntried, tookOver };
  const gains = [...new Set(measured.map(({ source }) => source))].flatMap((source) => {
    const here = (row: UserRow) => row.source === source;
    const gain = apgr(learnt.filter(here)) - apgr(measured.filter(here));
    return Number.isNaN(gain) ? [] : [gain];
  });
  return { gain: gainUntried, gainWithin: meanOf(gains), gainUntried, tookOver };
}

/** @returns NaN where there is no gap to recover */
function apgr(rows: readonly RoutedRow[]): number {
  const gap = rows.reduce((sum, { strongScore, weakScore }) => sum + strongScore - weakScore, 0);
  return gap > 0 ? averageGapRecovered(recoveryCurve(rows)) : Number.NaN;
}

function summarise(noise: Noise, signals: number, runs: readonly Run[]): LearningPoint {
  const gains = runs.map(({ gain }) => gain);
  const untried = runs.flatMap(({ gainUntried }) => gainUntried ?? []);
  return {
    noise,
    signals,
    gain: meanGain(gains),
    gainWithin: meanGain(runs.map(({ gainWithin }) => gainWithin)),
    gainUntried: noise === 0 ? meanGain(untried) : undefined,
    worst: Math.min(...gains),
    tookOver: runs.filter(({ tookOver }) => tookOver).length / runs.length,
  };
}

function meanGain(values: readonly number[]): MeanGain {
  const mean = meanOf(values);
  const variance =
    values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(values.length - 1, 1);
  return { mean, within: 1.96 * Math.sqrt(variance / values.length) };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function shuffle<T>(values: readonly T[], random: () => number): T[] {
  return values
    .map((value) => ({ value, rank: random() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ value }) => value);
}

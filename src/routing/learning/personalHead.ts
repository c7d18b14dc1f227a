import { type Estimate, highestWinRate, isUnreadable } from '../router';
import { fitPosterior, type Matrix, type Observed, sigmoid } from './posterior';
import type { Evidence } from './preference';

/** One signal about one prompt, as the head learns from it. */
export interface Observation {
  /** The same for the same prompt. */
  readonly prompt: string;
  /** Unit length. */
  readonly embedding: Float32Array;
  /** What the frozen router said of the prompt, in [0, 1). */
  readonly winRate: number;
  readonly evidence: Evidence;
}

/** How much the head may believe; chosen on training rows of pairs other than those it is reported on (docs/learning.md). */
export interface HeadSettings {
  /** Prompts whose cosine is lower by this much are e times less alike. */
  readonly reach: number;
  /** Prior variances of the log-odds: of ease and need from prompt to prompt, and by what the frozen router says. */
  readonly ease: number;
  readonly need: number;
  readonly byFrozen: number;
  /** Prior variance of each channel's level. */
  readonly level: number;
}

export const headSettings: HeadSettings = { reach: 0.6, ease: 1, need: 1, byFrozen: 0.7, level: 4 };

/** From which mean cosine of the most similar signals on a prompt is like them at all, and from which wholly. */
const alike = { from: 0.2, wholly: 0.5, signals: 5 } as const;

/** Win rates of one router that hardly differ say nothing; their spread in log-odds is taken to be no less. */
const leastSpread = 0.02;

/** What was learnt from one person's signals on top of a frozen router. */
export interface PersonalHead {
  /**
   * The estimate with what was learnt. It strictly rises with the frozen win rate; for a prompt like none of the signals,
   * or one that the encoder cannot read, it is the frozen estimate itself.
   */
  personalise(estimate: Estimate, embedding: Float32Array): Estimate;
}

/** Some observations with all that is computed of them once, to be fitted in parts and in several forms. */
export interface Design {
  readonly observations: readonly Observation[];
  readonly settings: HeadSettings;
  /** The frozen router's log-odds, less their mean. */
  readonly frozen: Float64Array;
  readonly mean: number;
  readonly spread: number;
  /** How alike the prompts of two observations are, by rows. */
  readonly likeness: Matrix;
}

/** What may vary: need from prompt to prompt, and the slope of the frozen log-odds, which is fixed otherwise. */
export interface Form {
  readonly need: boolean;
  readonly slope: 'free' | number;
}

export function designOf(observations: readonly Observation[], settings: HeadSettings): Design {
  const n = observations.length;
  const logOdds = Float64Array.from(observations, ({ winRate }) => logOddsOf(winRate));
  const mean = logOdds.reduce((sum, value) => sum + value, 0) / n;
  const frozen = logOdds.map((value) => value - mean);
  const likeness = new Float64Array(n * n);
  observations.forEach((one, i) => {
    for (let j = 0; j <= i; j++) {
      const other = observations[j] ?? one;
      likeness[i * n + j] = likeness[j * n + i] = likenessOf(
        dot(one.embedding, other.embedding),
        settings.reach,
      );
    }
  });
  return { observations, settings, frozen, mean, spread: spreadOf(frozen), likeness };
}

/** Prior covariance of the observations' log-odds, and what is known of them beforehand. */
export function priorOf(
  { observations, settings, frozen, spread, likeness }: Design,
  form: Form,
): { readonly covariance: Matrix; readonly observed: Observed } {
  const n = observations.length;
  const isFree = form.slope === 'free';
  const covariance = new Float64Array(n * n);
  observations.forEach(({ evidence: one }, i) => {
    observations.forEach(({ evidence: other }, j) => {
      const byFrozen = (settings.byFrozen * (frozen[i] ?? 0) * (frozen[j] ?? 0)) / spread ** 2;
      const alike = likeness[i * n + j] ?? 0;
      covariance[i * n + j] =
        one.ease * other.ease * (settings.ease * alike + byFrozen) +
        one.need * other.need * ((form.need ? settings.need * alike : 0) + (isFree ? byFrozen : 0)) +
        (one.channel === other.channel ? settings.level : 0);
    });
  });
  const slope = form.slope === 'free' ? 1 : form.slope;
  const offsets = Float64Array.from(
    observations,
    ({ evidence }, i) => slope * evidence.need * (frozen[i] ?? 0),
  );
  return {
    covariance,
    observed: {
      offsets,
      labels: Float64Array.from(observations, ({ evidence }) => (evidence.positive ? 1 : 0)),
      weights: Float64Array.from(observations, ({ evidence }) => evidence.weight),
    },
  };
}

export interface Fit {
  readonly form: Form;
  readonly slope: number;
  /** Of {@link fitPosterior}. */
  readonly dual: Float64Array;
  /** What each observation pulls the need of prompts like its own by. */
  readonly pull: Float64Array;
}

/**
 * Fits with a free slope, and where that falls below the least allowed, once more with the slope fixed.
 *
 * @param limits a free slope below `least` is replaced by `otherwise`
 */
export function* fitForm(
  design: Design,
  need: boolean,
  { least, otherwise }: { readonly least: number; readonly otherwise: number },
): Generator<undefined, Fit> {
  const free = yield* fitOnce(design, { need, slope: 'free' });
  return free.slope >= least ? free : yield* fitOnce(design, { need, slope: otherwise });
}

function* fitOnce(design: Design, form: Form): Generator<undefined, Fit> {
  const { observations, settings, frozen, spread } = design;
  const { covariance, observed } = priorOf(design, form);
  const dual = yield* fitPosterior(covariance, observed);
  const pull = dual.map((weight, i) => weight * (observations[i]?.evidence.need ?? 0));
  const slope =
    form.slope === 'free' ? 1 + (settings.byFrozen / spread ** 2) * dot(pull, frozen) : form.slope;
  return { form, slope, dual, pull };
}

/** The frozen router keeps at least so much of its say, so that a higher win rate of its stays a higher one. */
export const ownSlope = { least: 0.25, otherwise: 0.25 } as const;

/**
 * Learns from all observations. A prompt's log-odds become slope · frozen + what similar prompts showed, moved and
 * stretched so that over the observed prompts their mean and spread stay the frozen router's: which prompts go to the
 * strong model is learnt, how many is the slider's to say.
 */
export function* fitHead(design: Design): Generator<undefined, PersonalHead> {
  const { observations, settings, frozen, mean, spread } = design;
  const { slope, pull } = yield* fitForm(design, true, ownSlope);

  const n = observations.length;
  const learntOf = (likenesses: ArrayLike<number>) => settings.need * dot(pull, likenesses);
  const raw = frozen.map(
    (value, i) => slope * value + learntOf(design.likeness.subarray(i * n, (i + 1) * n)),
  );
  const rawMean = raw.reduce((sum, value) => sum + value, 0) / n;
  const stretch = spread / spreadOf(raw.map((value) => value - rawMean));

  return {
    personalise: (estimate, embedding) => {
      if (isUnreadable(estimate.unknownShare)) return estimate;
      const cosines = observations.map((observation) => dot(embedding, observation.embedding));
      const share = likenessToSignals(cosines, observations);
      if (share === 0) return estimate;
      const before = logOddsOf(estimate.winRate);
      const learnt = learntOf(cosines.map((cosine) => likenessOf(cosine, settings.reach)));
      const own = mean + stretch * (slope * (before - mean) + learnt - rawMean);
      const winRate = Math.min(sigmoid(before + share * (own - before)), highestWinRate);
      return { ...estimate, winRate, personal: true };
    },
  };
}

/**
 * How far a prompt is like those observed.
 *
 * @param cosines to each observation
 * @returns 0 for a prompt like none of them, to 1
 */
export function likenessToSignals(
  cosines: readonly number[],
  observations: readonly Pick<Observation, 'prompt'>[],
): number {
  const byPrompt = new Map(cosines.map((cosine, i) => [observations[i]?.prompt, cosine]));
  const nearest = [...byPrompt.values()].sort((a, b) => b - a).slice(0, alike.signals);
  const cosine = nearest.reduce((sum, value) => sum + value, 0) / Math.max(nearest.length, 1);
  return Math.min(Math.max((cosine - alike.from) / (alike.wholly - alike.from), 0), 1);
}

function likenessOf(cosine: number, reach: number): number {
  return Math.exp((cosine - 1) / reach);
}

function dot(one: ArrayLike<number>, other: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < one.length; i++) sum += (one[i] ?? 0) * (other[i] ?? 0);
  return sum;
}

function spreadOf(centred: Float64Array): number {
  return Math.max(Math.sqrt(dot(centred, centred) / centred.length), leastSpread);
}

function logOddsOf(winRate: number): number {
  const inside = Math.min(Math.max(winRate, 1e-6), highestWinRate);
  return Math.log(inside / (1 - inside));
}

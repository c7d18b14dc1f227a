import { type Design, type Fit, fitForm, ownSlope, priorOf } from './personalHead';
import { fitPosterior, sigmoid } from './posterior';

/** How a personal head did on signals held back from it, against the frozen router given the same chances. */
export interface Trial {
  readonly signals: number;
  /** How much less the head was surprised, in nats a signal; negative where it was more. */
  readonly gain: number;
  /** The gain in standard errors. */
  readonly certainty: number;
  readonly passed: boolean;
}

/** Fewer signals are not tried. */
export const leastSignals = 40;

/** A head must gain as much, and be as sure of it: how often signals without meaning pass is in docs/learning.md. */
const leastGain = 0.01;
const leastCertainty = 2.5;

const folds = 5;

/** The frozen router competes with a slope that suits it better, or as it stands. */
const frozenSlope = { least: 1, otherwise: 1 } as const;

/**
 * Tries a head by five-fold cross-validation on the person's own signals, all signals of a prompt in one fold. The frozen
 * router competes with all that is not learnt per prompt: levels, ease, and the slope of its own win rates. So a person who
 * praises everything, or seldom, changes nothing.
 */
export function* tryHead(design: Design): Generator<undefined, Trial> {
  const { observations } = design;
  const signals = observations.length;
  if (signals < leastSignals) return { signals, gain: 0, certainty: 0, passed: false };
  const foldOf = foldsByPrompt(observations.map(({ prompt }) => prompt));
  const plainFit = yield* fitForm(design, false, frozenSlope);
  const personalFit = yield* fitForm(design, true, ownSlope);
  const plain = yield* heldBackLosses(design, plainFit, foldOf);
  const personal = yield* heldBackLosses(design, personalFit, foldOf);
  const gains = plain.map((loss, i) => loss - (personal[i] ?? 0));
  const gain = gains.reduce((sum, value) => sum + value, 0) / signals;
  const variance = gains.reduce((sum, value) => sum + (value - gain) ** 2, 0) / (signals - 1);
  const certainty = variance === 0 ? 0 : gain / Math.sqrt(variance / signals);
  return { signals, gain, certainty, passed: gain >= leastGain && certainty >= leastCertainty };
}

function foldsByPrompt(prompts: readonly string[]): number[] {
  const ranks = new Map<string, number>();
  for (const prompt of prompts) if (!ranks.has(prompt)) ranks.set(prompt, ranks.size);
  return prompts.map((prompt) => (ranks.get(prompt) ?? 0) % folds);
}

function* heldBackLosses(
  design: Design,
  { form, dual: whole }: Fit,
  foldOf: readonly number[],
): Generator<undefined, Float64Array> {
  const { covariance, observed } = priorOf(design, form);
  const n = foldOf.length;
  const losses = new Float64Array(n);
  for (let fold = 0; fold < folds; fold++) {
    const kept = foldOf.flatMap((other, i) => (other === fold ? [] : [i]));
    const pick = (values: Float64Array) => Float64Array.from(kept, (i) => values[i] ?? 0);
    const part = Float64Array.from(kept.flatMap((i) => kept.map((j) => covariance[i * n + j] ?? 0)));
    const rest = {
      offsets: pick(observed.offsets),
      labels: pick(observed.labels),
      weights: pick(observed.weights),
    };
    const dual = yield* fitPosterior(part, rest, pick(whole));
    foldOf.forEach((other, i) => {
      if (other !== fold) return;
      const latent = kept.reduce(
        (sum, j, rank) => sum + (covariance[i * n + j] ?? 0) * (dual[rank] ?? 0),
        observed.offsets[i] ?? 0,
      );
      losses[i] = (observed.weights[i] ?? 0) * logLoss(latent, observed.labels[i] ?? 0);
    });
  }
  return losses;
}

function logLoss(logOdds: number, label: number): number {
  return -Math.log(Math.max(label === 1 ? sigmoid(logOdds) : sigmoid(-logOdds), 1e-12));
}

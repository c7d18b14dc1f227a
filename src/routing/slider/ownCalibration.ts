import type { Side } from '../chat';
import { type Calibration, thresholdForShare } from './calibration';

/** How many of the user's own win rates are remembered; an older one would hardly count. */
export const rememberedPrompts = 2000;

/** After so many further prompts a win rate counts half. */
const halfLife = 500;

/**
 * As many of the user's prompts as weigh what the calibration that comes with a router does: few, since nobody's prompts
 * are like the sample. docs/slider.md tells what it was chosen by.
 */
const bundledWeight = 5;

/** The most that a calibration made from the user's earlier prompts weighs, so that new ones are heard too. */
const mostSavedWeight = 200;

/**
 * The distribution of win rates to expect of the user's next prompts: that of the sample the router came with, moved
 * towards what the router has said of their own prompts. It is the mean of the posterior under a Dirichlet process whose
 * base is the sample, with recent prompts counting more than old ones.
 *
 * @param prior what is known before the first own prompt
 * @param own win rates of the user's prompts, oldest first
 * @returns the prior itself where there are none
 */
export function blendCalibration(prior: Calibration, own: readonly number[]): Calibration {
  const recent = own.slice(-rememberedPrompts);
  if (recent.length === 0) return prior;
  const priorWeight = weightOf(prior) / prior.quantiles.length;
  const atoms = [
    ...prior.quantiles.map((winRate): Atom => ({ winRate, weight: priorWeight })),
    ...recent.map(
      (winRate, index): Atom => ({ winRate, weight: 2 ** ((index + 1 - recent.length) / halfLife) }),
    ),
  ];
  return { ...prior, quantiles: quantilesOf(atoms) };
}

interface Atom {
  readonly winRate: number;
  readonly weight: number;
}

function weightOf({ ownSample, prompts = 0 }: Calibration): number {
  return ownSample ? Math.min(prompts, mostSavedWeight) : bundledWeight;
}

/** Steps between the quantiles of a blend. */
const steps = 1000;

/** Evenly spaced quantiles of weighted win rates, each standing at the middle of its own weight. */
function quantilesOf(atoms: readonly Atom[]): readonly number[] {
  const ascending = atoms.toSorted((a, b) => a.winRate - b.winRate);
  const total = ascending.reduce((sum, { weight }) => sum + weight, 0);
  const quantiles: number[] = [];
  let passed = 0;
  // Below the first stands its own win rate.
  let below = { winRate: ascending[0]?.winRate ?? 0, middle: -1 };
  for (const { winRate, weight } of ascending) {
    const middle = (passed + weight / 2) / total;
    while (quantiles.length / steps <= middle) {
      const between = (quantiles.length / steps - below.middle) / (middle - below.middle);
      quantiles.push(Math.min(below.winRate + between * (winRate - below.winRate), winRate));
    }
    passed += weight;
    below = { winRate, middle };
  }
  while (quantiles.length <= steps) quantiles.push(below.winRate);
  return quantiles;
}

/** Fewer own prompts than these say little of a router. */
const enoughPrompts = 50;

/** From this share of the prompts on, nearly all go to one side. */
const nearlyAll = 0.9;

/** The stops of the slider that ask for both models. */
const mixedShares: readonly number[] = [0.2, 0.5, 0.8];

/**
 * Notices a router that divides nothing: the side to which nearly all of the user's latest prompts go wherever the slider
 * stands between 20 and 80 %, as when all of them have one win rate.
 *
 * @param calibration what thresholds are taken from
 * @param own win rates of the user's prompts, oldest first
 * @returns undefined where the slider is obeyed, or too few prompts tell
 */
export function collapsedSide(calibration: Calibration, own: readonly number[]): Side | undefined {
  const latest = own.slice(-enoughPrompts);
  if (latest.length < enoughPrompts) return undefined;
  const shares = mixedShares.map((strongShare) => {
    const threshold = thresholdForShare(calibration, strongShare);
    return latest.filter((winRate) => winRate >= threshold).length / latest.length;
  });
  if (shares.every((share) => share >= nearlyAll)) return 'strong';
  return shares.every((share) => 1 - share >= nearlyAll) ? 'weak' : undefined;
}

import { type Assessment, assessForPair } from '../assessment';
import type { Pair } from '../chat';
import { TurnoutError, worded } from '../errors';
import { countFeatures } from '../features/features';
import type { Level } from '../levels';
import { type Embed, highestWinRate, isUnreadable, type Router } from '../router';
import type { Calibration } from '../slider/calibration';
import { type CalibrationSample, calibrateBySample, parseCalibrationSample } from './calibrationSample';
import { type LexicalWeights, lexicalWinRate } from './lexical';
import { readWeights } from './weights';

/** How much each thing that the network says moves the win rate, on the scale of log-odds. */
export interface DefaultWeights {
  readonly offset: number;
  /** Of the strong model's chance of success less the weak one's. */
  readonly gap: number;
  /** Of the reasoning needed: a judge prefers the abler model's answer to a hard prompt even where both may fail. */
  readonly reasoning: number;
  /** What the network said of the calibration's prompts, by which any pair is calibrated. */
  readonly sample: CalibrationSample;
}

/** @throws TurnoutError `weights-damaged`, naming what does not fit */
export function parseDefaultWeights(json: unknown): DefaultWeights {
  const weights = readWeights(json, 'default.json');
  const winRate = weights.object('winRate');
  return {
    offset: winRate.number('offset'),
    gap: winRate.number('gap'),
    reasoning: winRate.number('reasoning'),
    sample: parseCalibrationSample(weights.object('sample')),
  };
}

/**
 * What the network says of a prompt, seen from a pair of models. Where the network cannot read the prompt, the lexical
 * trees decide alone.
 *
 * @param levels of the two models
 */
export function createDefaultRouter(
  weights: DefaultWeights,
  levels: Pair<Level>,
  lexical: LexicalWeights,
  embed: Embed,
): Router {
  return {
    name: 'default',
    winRate: async (prompt) => {
      const { assessment, unknownShare } = await embed(prompt);
      if (isUnreadable(unknownShare)) {
        return { winRate: lexicalWinRate(lexical, countFeatures(prompt)), unknownShare };
      }
      if (assessment === undefined) {
        throw new TurnoutError(
          'weights-damaged',
          worded('The encoder of this version says nothing of success. Install Turnout again.'),
        );
      }
      return {
        winRate: defaultWinRate(weights, assessment, levels),
        unknownShare,
        assessment: assessForPair(assessment, levels),
      };
    },
  };
}

/** @returns a win rate in [0, 1) */
export function defaultWinRate(
  { offset, gap, reasoning }: Omit<DefaultWeights, 'sample'>,
  assessment: Assessment,
  levels: Pair<Level>,
): number {
  const { success } = assessForPair(assessment, levels);
  const score = offset + gap * (success.strong - success.weak) + reasoning * assessment.reasoning;
  return Math.min(1 / (1 + Math.exp(-score)), highestWinRate);
}

/** The calibration of the router for a pair, on the prompts that come with the weights. */
export function calibrationForPair(weights: DefaultWeights, levels: Pair<Level>): Calibration {
  return calibrateBySample(weights.sample, (assessment) => defaultWinRate(weights, assessment, levels));
}

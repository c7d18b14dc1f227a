import type { Pair } from './chat';
import type { Level } from './levels';

/** The kinds of task that the network tells apart, in the order of its scores. */
export const promptKinds = [
  'chat',
  'writing',
  'fact',
  'explain',
  'reason',
  'math',
  'code',
  'debug',
  'sql',
  'shell',
  'data',
  'extract',
  'classify',
  'translate',
  'roleplay',
  'plan',
  'agent',
  'other',
] as const;

export type PromptKind = (typeof promptKinds)[number];

/** What the network makes of a prompt beside its embedding; no model is named in it. */
export interface Assessment {
  /** Log-odds that the answer of a model of level 0, 1, 2, … is fully right; never falling. */
  readonly success: readonly number[];
  /** How much reasoning a good answer needs, in [0, 1]. */
  readonly reasoning: number;
  readonly kind: PromptKind;
}

/** What that means for two models. */
export interface PairAssessment {
  readonly kind: PromptKind;
  /** In [0, 1]. */
  readonly reasoning: number;
  /** The chance that each model's answer is fully right, in (0, 1). */
  readonly success: Pair<number>;
  /** What the two models were taken for. */
  readonly levels: Pair<Level>;
}

/**
 * The chance that a model's answer is fully right. Between two levels, and beyond the last ones, the log-odds are read off
 * a straight line.
 *
 * @param level of the model, on the scale of levels.json
 */
function successAt({ success }: Assessment, level: number): number {
  const below = Math.min(Math.max(Math.floor(level), 0), success.length - 2);
  const [low = 0, high = 0] = success.slice(below, below + 2);
  return 1 / (1 + Math.exp(-(low + (high - low) * (level - below))));
}

export function assessForPair(assessment: Assessment, levels: Pair<Level>): PairAssessment {
  const { kind, reasoning } = assessment;
  return {
    kind,
    reasoning,
    success: {
      strong: successAt(assessment, levels.strong.level),
      weak: successAt(assessment, levels.weak.level),
    },
    levels,
  };
}

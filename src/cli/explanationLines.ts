import type { PairAssessment } from '../routing/assessment';
import type { Explanation } from '../routing/explanation';
import { type Level, wordForLevel } from '../routing/levels';

/** What a decision rests on besides its win rate and threshold, a line each. */
export function explanationLines({ rank, assessment }: Explanation): string[] {
  return [...assessmentLines(assessment), rankLine(rank)];
}

function assessmentLines(assessment: PairAssessment | undefined): string[] {
  if (assessment === undefined) return [];
  const { kind, reasoning, success, levels } = assessment;
  return [
    `task: ${kind}, reasoning ${(reasoning * 9).toFixed(0)} of 9`,
    `of 100 such prompts the weak model manages about ${hundredths(success.weak)}, the strong one ${hundredths(success.strong)}`,
    `taken for: weak ${levelOf(levels.weak)}, strong ${levelOf(levels.strong)}`,
  ];
}

function levelOf({ level, from }: Level): string {
  const why = { name: 'by its name', user: 'as you said', place: 'by its place in the pair' }[from];
  return `${wordForLevel(level)} (${level.toFixed(2)}, ${why})`;
}

function rankLine(rank: Explanation['rank']): string {
  if (rank === undefined) return 'rank: none, since there is no win rate or nothing to compare it with';
  const prompts = rank.prompts ?? '';
  const others =
    rank.among === 'own-decisions'
      ? `your own ${prompts} decisions by this router`
      : `the ${prompts} prompts this router is calibrated by`.replace('  ', ' ');
  return `rank: higher than ${(rank.below * 100).toFixed(0)} % of ${others}`;
}

function hundredths(share: number): string {
  return (share * 100).toFixed(0);
}

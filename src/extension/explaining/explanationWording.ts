import * as vscode from 'vscode';
import type { PairAssessment, PromptKind } from '../../routing/assessment';
import type { Decision } from '../../routing/decision';
import type { Explanation } from '../../routing/explanation';
import type { Level } from '../../routing/levels';
import { wordForLevel } from '../../routing/levels';
import { describeComparison, describeSide, formatDecimal, formatShare } from '../wording';
import { describeReason } from './reasonWording';

/** What a decision rests on, a line each; the first is {@link describeDecision}'s. No line holds text of a prompt. */
export function describeExplanation({ decision, rank, assessment }: Explanation): readonly string[] {
  // What no win rate decided, no other win rate explains.
  if (decision.winRate === null) return describeDecision(decision);
  return [...describeDecision(decision), ...describeAssessment(assessment), ...describeRank(rank)];
}

/** The decision itself: who answers by which numbers, and the reason where it was another than the win rate. */
export function describeDecision(decision: Decision): readonly string[] {
  const side = describeSide(decision.model);
  const line =
    decision.winRate === null
      ? side
      : [side, describeComparison(decision), vscode.l10n.t('router {0}', decision.router)].join(' · ');
  return decision.reason.code.startsWith('win-rate-') ? [line] : [line, describeReason(decision)];
}

function describeRank(rank: Explanation['rank']): readonly string[] {
  if (rank === undefined) return [];
  const share = formatShare(rank.below);
  if (rank.among === 'own-decisions') {
    return [
      vscode.l10n.t('Higher than {0} of your own {1} win rates by this router', share, rank.prompts ?? ''),
    ];
  }
  return rank.prompts === undefined
    ? [vscode.l10n.t('Higher than {0} of the win rates that the router is calibrated by', share)]
    : [
        vscode.l10n.t(
          'Higher than {0} of the {1} win rates that the router is calibrated by',
          share,
          rank.prompts,
        ),
      ];
}

/** The kind of task, the reasoning it asks and how often each model would do; then what the models were taken for. */
function describeAssessment(assessment: PairAssessment | undefined): readonly string[] {
  if (assessment === undefined) return [];
  const { kind, reasoning, success, levels } = assessment;
  const hundredths = (share: number) => formatDecimal(share * 100, 0);
  return [
    [describeKind(kind), describeReasoning(reasoning)].join(' · '),
    vscode.l10n.t(
      'Of 100 such prompts the weak model manages about {0}, the strong one {1}',
      hundredths(success.weak),
      hundredths(success.strong),
    ),
    vscode.l10n.t(
      'Taken for: weak {0}, strong {1}',
      describeLevel(levels.weak),
      describeLevel(levels.strong),
    ),
  ];
}

/** @param reasoning in [0, 1], nine steps of it */
function describeReasoning(reasoning: number): string {
  const steps = reasoning * 9;
  if (steps < 1) return vscode.l10n.t('no reasoning');
  if (steps < 2.5) return vscode.l10n.t('a little reasoning');
  if (steps < 5) return vscode.l10n.t('several steps of reasoning');
  if (steps < 7) return vscode.l10n.t('many steps of reasoning');
  return vscode.l10n.t('a long chain of exact steps');
}

function describeLevel({ level, from }: Level): string {
  const word = {
    small: vscode.l10n.t('small'),
    mid: vscode.l10n.t('mid-sized'),
    large: vscode.l10n.t('large'),
    frontier: vscode.l10n.t('frontier'),
  }[wordForLevel(level)];
  switch (from) {
    case 'name':
      return vscode.l10n.t('{0} (by its name)', word);
    case 'user':
      return vscode.l10n.t('{0} (as you said)', word);
    case 'place':
      return vscode.l10n.t('{0} (by its place)', word);
  }
}

function describeKind(kind: PromptKind): string {
  switch (kind) {
    case 'chat':
      return vscode.l10n.t('Small talk');
    case 'writing':
      return vscode.l10n.t('Writing');
    case 'fact':
      return vscode.l10n.t('A question of fact');
    case 'explain':
      return vscode.l10n.t('Explaining');
    case 'reason':
      return vscode.l10n.t('Reasoning');
    case 'math':
      return vscode.l10n.t('Mathematics');
    case 'code':
      return vscode.l10n.t('Code');
    case 'debug':
      return vscode.l10n.t('Finding a fault');
    case 'sql':
      return vscode.l10n.t('SQL');
    case 'shell':
      return vscode.l10n.t('Shell and tools');
    case 'data':
      return vscode.l10n.t('Data');
    case 'extract':
      return vscode.l10n.t('Finding and summing up');
    case 'classify':
      return vscode.l10n.t('Sorting into kinds');
    case 'translate':
      return vscode.l10n.t('Translation');
    case 'roleplay':
      return vscode.l10n.t('Playing a part');
    case 'plan':
      return vscode.l10n.t('Planning');
    case 'agent':
      return vscode.l10n.t('Work in several steps');
    case 'other':
      return vscode.l10n.t('Something else');
  }
}

import * as vscode from 'vscode';
import type { Decision } from '../../routing/decision';
import type { Explanation } from '../../routing/explanation';
import type { LabelShare } from '../../routing/neighbours';
import { describeComparison, describeSide, formatDecimal, formatShare, translate } from '../wording';
import { describeReason } from './reasonWording';

/** What a decision rests on, a line each; the first is {@link describeDecision}'s. No line holds text of a prompt. */
export function describeExplanation({ decision, rank, neighbours }: Explanation): readonly string[] {
  // What no win rate decided, no other win rate explains.
  if (decision.winRate === null) return describeDecision(decision);
  return [...describeDecision(decision), ...describeRank(rank), ...describeNeighbours(neighbours)];
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

function describeNeighbours(neighbours: Explanation['neighbours']): readonly string[] {
  switch (neighbours.kind) {
    case 'like':
      return [
        vscode.l10n.t(
          'The {0} most similar training prompts are about: {1}',
          neighbours.prompts,
          listOf(neighbours.topics),
        ),
        vscode.l10n.t(
          'They come from: {0} (similarity of the nearest {1})',
          listOf(neighbours.sources),
          formatDecimal(neighbours.similarity, 2),
        ),
      ];
    case 'unlike':
      return [
        vscode.l10n.t(
          'Unlike anything in training: the nearest prompt has similarity {0}, under {1}',
          formatDecimal(neighbours.similarity, 2),
          formatDecimal(neighbours.alikeFrom, 2),
        ),
      ];
    case 'unreadable':
      // The reason has told that already.
      return [];
    case 'unavailable':
      return [vscode.l10n.t('Similar training prompts cannot be told: {0}', translate(neighbours.wording))];
  }
}

/** Topics are the training data's own, so a translation has to know their names. */
function listOf(shares: readonly LabelShare[]): string {
  const list = new Intl.ListFormat(vscode.env.language, { style: 'narrow', type: 'conjunction' });
  return list.format(shares.map(({ label, share }) => `${vscode.l10n.t(label)} ${formatShare(share)}`));
}

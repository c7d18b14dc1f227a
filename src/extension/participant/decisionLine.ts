import * as vscode from 'vscode';
import type { AnswerPart } from '../../routing/flow/answerPart';
import { describeReason } from '../explaining/reasonWording';
import type { PairOnShow } from '../pairOnShow';
import { describeComparison, describeExpectedCost, describeSide } from '../wording';

/** Which model answers and what that rests on, above the answer: "weak · gpt-5-mini · win rate 0.31 < 0.47 · about …". */
export function decisionLine(
  { decision, expected }: Extract<AnswerPart, { type: 'decision' }>,
  show: PairOnShow,
): vscode.MarkdownString {
  const side = decision.model;
  const cost = show.practice
    ? vscode.l10n.t('practice: costs nothing')
    : describeExpectedCost(side, show.expectedCost(expected));
  const line = [describeSide(side), show.names[side], describeComparison(decision), cost].join(' · ');
  // Whatever else than the win rate made a decision is worth a sentence.
  const byWinRate = decision.reason.code.startsWith('win-rate-');
  const lines = byWinRate ? [line] : [line, describeReason(decision)];
  return new vscode.MarkdownString(`${lines.map((text) => `> ${escapeMarkdown(text)}`).join('  \n')}\n\n`);
}

/** A line of its own below the answer. */
export function closingLine(text: string): vscode.MarkdownString {
  return new vscode.MarkdownString(`\n\n> ${escapeMarkdown(text)}`);
}

function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+!~<>|&$]/g, '\\$&');
}

import * as vscode from 'vscode';
import type { Explainer } from '../../node/explainer';
import type { Decision } from '../../routing/decision';
import { describeProblem } from '../wording';
import { describeDecision, describeExplanation } from './explanationWording';
import type { LastDecision } from './lastDecision';

/** Why a decision fell as it did, a line each, for any door to show. Never rejects: what went wrong is a line. */
export type Explain = (ask: string, decision: Decision) => Promise<readonly string[]>;

export function createExplain(explainer: Explainer): Explain {
  return async (ask, decision) => {
    try {
      return describeExplanation(await explainer.explain(ask, decision));
    } catch (error) {
      return [...describeDecision(decision), describeProblem(error)];
    }
  };
}

/**
 * "Turnout: Explain the Last Decision", and the button below an answer of the built-in chat, which brings its lines along.
 * The command gives back what it shows.
 */
export function registerExplainCommand(last: LastDecision, explain: Explain): vscode.Disposable {
  return vscode.commands.registerCommand('turnout.explainDecision', async (given?: unknown) => {
    const lines = isLines(given) ? given : await explainLast(last, explain);
    if (lines === undefined) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('Nothing has been decided in this window yet. Ask something first.'),
      );
      return undefined;
    }
    void vscode.window.showQuickPick([...lines], { title: vscode.l10n.t('Why this model?') });
    return lines;
  });
}

async function explainLast(last: LastDecision, explain: Explain): Promise<readonly string[] | undefined> {
  const found = last.read();
  if (found === undefined) return undefined;
  const { ask, decision } = found;
  return ask === undefined ? describeDecision(decision) : explain(ask, decision);
}

function isLines(given: unknown): given is readonly string[] {
  return Array.isArray(given) && given.length > 0 && given.every((line) => typeof line === 'string');
}

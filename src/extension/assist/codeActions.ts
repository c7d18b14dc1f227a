import * as vscode from 'vscode';
import { proposalScheme } from './proposals';

const { QuickFix } = vscode.CodeActionKind;

/** Offers to fix, or to explain, what compilers and linters report, where the editor offers its own fixes. */
export function registerCodeActions(): vscode.Disposable {
  const offer = (
    title: string,
    command: string,
    { uri }: vscode.TextDocument,
    problems: vscode.Diagnostic[],
  ) => {
    const action = new vscode.CodeAction(title, QuickFix);
    action.diagnostics = problems;
    const range = problems.map((problem) => problem.range).reduce((all, one) => all.union(one));
    action.command = { command, title, arguments: [uri, range] };
    return action;
  };
  const provider: vscode.CodeActionProvider = {
    provideCodeActions: (document, _range, { diagnostics }) => {
      if (diagnostics.length === 0 || document.uri.scheme === proposalScheme) return [];
      const problems = [...diagnostics];
      return [
        offer(vscode.l10n.t('Fix with Turnout'), 'turnout.fixCode', document, problems),
        offer(vscode.l10n.t('Explain with Turnout'), 'turnout.explainCode', document, problems),
      ];
    },
  };
  return vscode.languages.registerCodeActionsProvider('*', provider, { providedCodeActionKinds: [QuickFix] });
}

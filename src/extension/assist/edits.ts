import path from 'node:path';
import * as vscode from 'vscode';
import type { Prepare } from '../prepare';
import { describeMoney } from '../wording';
import { askAbout, codeBudget, fitsBudget } from './codePrompt';
import { askModel, type ModelAnswer, offerAnswer } from './modelAnswer';
import type { Proposals } from './proposals';
import { readReplacement } from './replacement';
import { codeOf, type Target } from './target';
import type { EditTask } from './tasks';

/** Asks for a changed text of the target, and shows it as a diff that waits to be accepted. */
export async function proposeEdit(
  task: EditTask,
  words: string,
  target: Target,
  prepare: Prepare,
  proposals: Proposals,
): Promise<void> {
  const { document, range, before } = target;
  const code = codeOf(target);
  const name = path.posix.basename(code.path);
  if (!(await canChange(document))) {
    return warn(vscode.l10n.t('{0} is read-only: Turnout can explain it, but not change it.', name));
  }
  if (!fitsBudget(code.text)) {
    return warn(
      vscode.l10n.t(
        'That is more code than Turnout has a model rewrite at once ({0} tokens at most). Select a part of it.',
        codeBudget,
      ),
    );
  }
  const answer = await askModel(progressTitle(task, name), askAbout(task, words, code), prepare);
  if (answer === undefined) return;
  if (document.getText() !== before) {
    return offerAnswer(
      vscode.l10n.t('{0} was changed while the model answered, so nothing is proposed. Ask again.', name),
      answer.text,
    );
  }
  const replacement = readReplacement(answer.text, {
    original: document.getText(range),
    wholeLines: range.start.character === 0,
    lineEnd: document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n',
  });
  if (replacement.kind !== 'code') return offerAnswer(describeUseless(replacement.kind), answer.text);
  const title = diffTitle(task, name, answer);
  await proposals.open({ target, code: replacement.code, title, entry: answer.entry.id });
}

/** Why an answer changes nothing. */
export function describeUseless(kind: 'none' | 'cut' | 'same'): string {
  switch (kind) {
    case 'none':
      return vscode.l10n.t(
        'The answer holds no block of code, so nothing is proposed. Ask again, or move the slider to another model.',
      );
    case 'cut':
      return vscode.l10n.t(
        'The answer breaks off in the middle of its code, so nothing is proposed. Select less code, and ask again.',
      );
    case 'same':
      return vscode.l10n.t('The model would change nothing here.');
  }
}

/** Whether the editor lets a document be edited, as far as it tells. */
async function canChange({ uri }: vscode.TextDocument): Promise<boolean> {
  if (uri.scheme === 'untitled' || uri.scheme === 'vscode-notebook-cell') return true;
  if (vscode.workspace.fs.isWritableFileSystem(uri.scheme) !== true) return false;
  try {
    const { permissions = 0 } = await vscode.workspace.fs.stat(uri);
    return (permissions & vscode.FilePermission.Readonly) === 0;
  } catch {
    // It has never been saved, or has gone from disk: what is in the editor can be changed.
    return true;
  }
}

function progressTitle(task: EditTask, name: string): string {
  switch (task) {
    case 'fix':
      return vscode.l10n.t('Turnout fixes {0}', name);
    case 'refactor':
      return vscode.l10n.t('Turnout refactors {0}', name);
    case 'document':
      return vscode.l10n.t('Turnout documents {0}', name);
  }
}

function diffTitle(task: EditTask, name: string, { decision, entry }: ModelAnswer): string {
  const what = {
    fix: vscode.l10n.t('{0}: fix', name),
    refactor: vscode.l10n.t('{0}: refactoring', name),
    document: vscode.l10n.t('{0}: documentation', name),
  };
  return [what[task], decision, describeMoney(entry.cost)].join(' · ');
}

function warn(message: string): void {
  void vscode.window.showWarningMessage(message);
}

import * as vscode from 'vscode';
import type { AttachChoice } from '../../webview/sidebarProtocol';
import { describeError } from '../wording';
import type { TextAttachment } from './attachment';
import { problemsOf, textOf } from './editorText';
import { stagedDiff } from './stagedDiff';

/** More files than this are not offered; a picture of a whole disk helps nobody. */
const mostFiles = 5_000;

/**
 * Reads what a person chose to attach; where there is nothing of the kind, tells them so.
 *
 * @param editor the one they were in last
 */
export async function readChoice(
  what: AttachChoice,
  editor: vscode.TextEditor | undefined,
): Promise<TextAttachment | undefined> {
  switch (what) {
    case 'selection':
      if (editor === undefined || editor.selection.isEmpty) {
        return sorry(vscode.l10n.t('Nothing is selected in the editor. Select what to attach first.'));
      }
      return textOf(editor.document, editor.selection);
    case 'file':
      if (editor === undefined)
        return sorry(vscode.l10n.t('No file is open in the editor. Open the one to attach first.'));
      return textOf(editor.document, undefined);
    case 'problems':
      if (editor === undefined)
        return sorry(vscode.l10n.t('No file is open in the editor. Open the one to attach first.'));
      return (
        problemsOf(editor.document) ??
        sorry(vscode.l10n.t('{0} has no problems.', vscode.workspace.asRelativePath(editor.document.uri)))
      );
    case 'pick': {
      const uri = await pickFile();
      return uri && readFile(uri);
    }
    case 'staged-diff':
      return readStagedDiff();
  }
}

/** A file as an attachment; one that is no text is said to be none. */
export async function readFile(uri: vscode.Uri): Promise<TextAttachment | undefined> {
  try {
    return textOf(await vscode.workspace.openTextDocument(uri), undefined);
  } catch (error) {
    return sorry(
      vscode.l10n.t(
        '{0} cannot be attached ({1}). Choose a file of text.',
        vscode.workspace.asRelativePath(uri),
        describeError(error),
      ),
    );
  }
}

async function readStagedDiff(): Promise<TextAttachment | undefined> {
  const staged = await stagedDiff();
  switch (staged.kind) {
    case 'no-repository':
      return sorry(vscode.l10n.t('No Git repository is open. Open a folder that is in one.'));
    case 'nothing-staged':
      return sorry(vscode.l10n.t('Nothing is staged. Stage changes in Source Control first.'));
    case 'diff':
      return {
        kind: 'text',
        name: vscode.l10n.t('Staged changes'),
        paths: staged.paths,
        languageId: 'diff',
        text: staged.text.trimEnd(),
        problems: [],
      };
  }
}

/** From the files of the workspace, or from the disk where none is open. */
async function pickFile(): Promise<vscode.Uri | undefined> {
  const title = vscode.l10n.t('Turnout: attach a file');
  if (vscode.workspace.workspaceFolders === undefined) {
    return (await vscode.window.showOpenDialog({ title }))?.[0];
  }
  const listing = vscode.workspace.findFiles('**/*', '**/{node_modules,.git}/**', mostFiles);
  const items = Promise.resolve(listing).then((files) =>
    files
      .map((uri) => ({ label: vscode.workspace.asRelativePath(uri), uri }))
      .sort((a, b) => a.label.localeCompare(b.label)),
  );
  return (await vscode.window.showQuickPick(items, { title }))?.uri;
}

function sorry(message: string): undefined {
  void vscode.window.showInformationMessage(message);
}

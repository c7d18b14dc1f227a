import path from 'node:path';
import * as vscode from 'vscode';
import type { Prepare } from '../prepare';
import { askAbout } from './codePrompt';
import { describeUseless } from './edits';
import { askModel, offerAnswer } from './modelAnswer';
import { readCode } from './replacement';
import { codeOf, type Target } from './target';
import { testFileFor } from './testFile';

/** Asks for tests of the target, and shows them in a new document beside it, which nothing has saved yet. */
export async function writeTests(words: string, target: Target, prepare: Prepare): Promise<void> {
  const { document } = target;
  const code = codeOf(target);
  const title = vscode.l10n.t('Turnout writes tests for {0}', path.posix.basename(code.path));
  const answer = await askModel(title, askAbout('tests', words, code), prepare);
  if (answer === undefined) return;
  const tests = readCode(answer.text);
  if (typeof tests !== 'string') return offerAnswer(describeUseless(tests.kind), answer.text);
  await vscode.window.showTextDocument(await newDocument(document, `${tests}\n`), {
    viewColumn: vscode.ViewColumn.Beside,
    preview: false,
  });
}

/** Under the name that such a file usually has, unless there is one. */
async function newDocument(
  { uri, languageId }: vscode.TextDocument,
  text: string,
): Promise<vscode.TextDocument> {
  const file = uri.scheme === 'file' ? testFileFor(uri.path) : undefined;
  const named = file === undefined ? undefined : uri.with({ scheme: 'untitled', path: file });
  if (named === undefined || (await isTaken(named))) {
    return vscode.workspace.openTextDocument({ language: languageId, content: text });
  }
  const document = await vscode.workspace.openTextDocument(named);
  const edit = new vscode.WorkspaceEdit();
  edit.insert(named, new vscode.Position(0, 0), text);
  await vscode.workspace.applyEdit(edit);
  return document;
}

async function isTaken(named: vscode.Uri): Promise<boolean> {
  if (vscode.workspace.textDocuments.some(({ uri }) => uri.toString() === named.toString())) return true;
  try {
    await vscode.workspace.fs.stat(named.with({ scheme: 'file' }));
    return true;
  } catch {
    return false;
  }
}

import * as vscode from 'vscode';
import { describeDiagnostic, diagnosticsOf, problemsIn } from '../quoting/problems';
import type { TextAttachment } from './attachment';

/** What a person means who attaches nothing: the selection in the editor, or else the file in it. */
export function readActiveEditor(): TextAttachment | undefined {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) return undefined;
  const { document, selection } = editor;
  return textOf(document, selection.isEmpty ? undefined : selection);
}

/** @param range undefined for the whole document */
export function textOf(document: vscode.TextDocument, range: vscode.Range | undefined): TextAttachment {
  const path = vscode.workspace.asRelativePath(document.uri);
  return {
    kind: 'text',
    name:
      range === undefined
        ? path
        : vscode.l10n.t('{0}, lines {1} to {2}', path, range.start.line + 1, range.end.line + 1),
    paths: [path],
    languageId: document.languageId,
    text: document.getText(range).replaceAll('\r\n', '\n').trimEnd(),
    problems: problemsIn(document, range),
  };
}

/** What compilers and linters say about a document, each with the line it is about; undefined where they are content. */
export function problemsOf(document: vscode.TextDocument): TextAttachment | undefined {
  const problems = diagnosticsOf(document);
  if (problems.length === 0) return undefined;
  const path = vscode.workspace.asRelativePath(document.uri);
  const lines = problems.map((problem) => {
    const { line } = document.validateRange(problem.range).start;
    return `${describeDiagnostic(problem)}\n    ${document.lineAt(line).text.trim()}`;
  });
  return {
    kind: 'text',
    name: vscode.l10n.t('Problems of {0}', path),
    paths: [path],
    languageId: '',
    text: lines.join('\n'),
    problems: [],
  };
}

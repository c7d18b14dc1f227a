import * as vscode from 'vscode';

/** What compilers and linters say about a document, or a part of it: a line each, the gravest first. */
export function problemsIn({ uri }: vscode.TextDocument, range: vscode.Range | undefined): string[] {
  return vscode.languages
    .getDiagnostics(uri)
    .filter((problem) => range === undefined || problem.range.intersection(range) !== undefined)
    .toSorted((a, b) => a.severity - b.severity)
    .map((problem) => `line ${problem.range.start.line + 1}: ${problem.message}`);
}

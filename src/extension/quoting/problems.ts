import * as vscode from 'vscode';

/** What compilers and linters say about a document, or a part of it: a line each, the gravest first. */
export function problemsIn(document: vscode.TextDocument, range: vscode.Range | undefined): string[] {
  return diagnosticsOf(document)
    .filter((problem) => range === undefined || problem.range.intersection(range) !== undefined)
    .map(describeDiagnostic);
}

/** The gravest first. */
export function diagnosticsOf({ uri }: vscode.TextDocument): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).toSorted((a, b) => a.severity - b.severity);
}

export function describeDiagnostic({ range, message }: vscode.Diagnostic): string {
  return `line ${range.start.line + 1}: ${message}`;
}

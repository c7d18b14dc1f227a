import * as vscode from 'vscode';
import type { LineSpan } from './blocks';

const callable = new Set([
  vscode.SymbolKind.Function,
  vscode.SymbolKind.Method,
  vscode.SymbolKind.Constructor,
]);
const typed = new Set([
  vscode.SymbolKind.Class,
  vscode.SymbolKind.Interface,
  vscode.SymbolKind.Struct,
  vscode.SymbolKind.Enum,
]);

/** A symbol with the lines it takes. */
export interface CodeSymbol extends LineSpan {
  readonly name: string;
}

/**
 * The symbol that a line is in, as the language's own extension tells it: the innermost function, or else the innermost
 * type, or else what stands at the top level, if that is more than a line.
 *
 * @returns undefined where there is none, or nobody knows the language's symbols
 */
export async function enclosingSymbol(
  { uri }: vscode.TextDocument,
  line: number,
): Promise<CodeSymbol | undefined> {
  const symbols = await vscode.commands.executeCommand<readonly vscode.DocumentSymbol[] | undefined>(
    'vscode.executeDocumentSymbolProvider',
    uri,
  );
  const around = pathTo(symbols ?? [], line);
  const chosen =
    around.findLast(({ kind }) => callable.has(kind)) ??
    around.findLast(({ kind }) => typed.has(kind)) ??
    around.slice(0, 1).find(({ range }) => !range.isSingleLine);
  return chosen && { name: chosen.name, first: chosen.range.start.line, last: chosen.range.end.line };
}

/** From the outermost to the innermost. */
function pathTo(symbols: readonly vscode.DocumentSymbol[], line: number): vscode.DocumentSymbol[] {
  const around = symbols.find(({ range }) => range.start.line <= line && line <= range.end.line);
  return around === undefined ? [] : [around, ...pathTo(around.children, line)];
}

import * as vscode from 'vscode';
import { problemsIn } from '../quoting/problems';
import { enclosingBlock, type LineSpan, paragraphAt, widestBlock, withComments } from './blocks';
import { type Code, fitsBudget } from './codePrompt';
import { type CodeSymbol, enclosingSymbol } from './symbols';

/** A piece of code that something is asked about. */
export interface Target {
  readonly document: vscode.TextDocument;
  /** From the first character that is not blank, or the beginning of its line, to the last. */
  readonly range: vscode.Range;
  /** The name of the symbol that it is a part of, where it is one. */
  readonly within: string | undefined;
  /** The whole document as it was when the question was asked. */
  readonly before: string;
}

/**
 * What a person means: the selection, or else the symbol or block around the cursor, or the whole document.
 *
 * @returns undefined where there is nothing but white space
 */
export async function findTarget(
  document: vscode.TextDocument,
  selection: vscode.Range,
): Promise<Target | undefined> {
  const symbol = await enclosingSymbol(document, selection.start.line);
  const range =
    trimmed(document, selection) ?? trimmed(document, rangeAround(document, selection.start, symbol));
  const isPart = range !== undefined && symbol !== undefined && isPartOf(range, symbol);
  return range && { document, range, within: isPart ? symbol.name : undefined, before: document.getText() };
}

/** The code of a target, as a prompt quotes it. */
export function codeOf({ document, range, within }: Target): Code {
  const textIn = (part: vscode.Range) => document.getText(part).replaceAll('\r\n', '\n');
  const end = document.lineAt(document.lineCount - 1).range.end;
  return {
    name: nameOf(document, range, within),
    path: pathOf(document),
    languageId: document.languageId,
    text: textIn(range),
    problems: problemsIn(document, range),
    before: textIn(new vscode.Range(new vscode.Position(0, 0), range.start)).trimEnd(),
    after: textIn(new vscode.Range(range.end, end)).replace(/^\s*\n/, ''),
  };
}

function nameOf(
  document: vscode.TextDocument,
  { start, end }: vscode.Range,
  within: string | undefined,
): string {
  const path = pathOf(document);
  if (start.line === 0 && end.line === document.lineCount - 1) return path;
  const lines =
    start.line === end.line
      ? `${path}, line ${start.line + 1}`
      : `${path}, lines ${start.line + 1} to ${end.line + 1}`;
  return within === undefined ? lines : `${lines}, in ${within}`;
}

function pathOf({ uri }: vscode.TextDocument): string {
  return vscode.workspace.asRelativePath(uri);
}

/** A long file that the cursor is at the top level of is too much: there it is the paragraph. */
function rangeAround(
  document: vscode.TextDocument,
  { line }: vscode.Position,
  symbol: CodeSymbol | undefined,
): vscode.Range {
  const lines = document.getText().split(/\r?\n/);
  const around = [symbol, enclosingBlock(lines, line)]
    .filter((span) => span !== undefined)
    .map((span) => withComments(lines, span));
  const whole = lines.length <= widestBlock ? [{ first: 0, last: lines.length - 1 }] : [];
  const fitting = [...around, ...whole].find(({ first, last }) =>
    fitsBudget(lines.slice(first, last + 1).join('\n')),
  );
  return linesOf(document, fitting ?? paragraphAt(lines, line));
}

function isPartOf({ start, end }: vscode.Range, { first, last }: LineSpan): boolean {
  return first <= start.line && end.line <= last && (first < start.line || end.line < last);
}

function linesOf(document: vscode.TextDocument, { first, last }: LineSpan): vscode.Range {
  return new vscode.Range(document.lineAt(first).range.start, document.lineAt(last).range.end);
}

/** @returns undefined where nothing is left */
function trimmed(document: vscode.TextDocument, range: vscode.Range): vscode.Range | undefined {
  const text = document.getText(range);
  if (text.trim() === '') return undefined;
  const from = document.offsetAt(range.start) + text.length - text.trimStart().length;
  const start = document.positionAt(from);
  const { firstNonWhitespaceCharacterIndex } = document.lineAt(start.line);
  return new vscode.Range(
    start.character === firstNonWhitespaceCharacterIndex ? start.with({ character: 0 }) : start,
    document.positionAt(document.offsetAt(range.start) + text.trimEnd().length),
  );
}

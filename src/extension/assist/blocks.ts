/** Lines of a text, counted from 0, both ends included. */
export interface LineSpan {
  readonly first: number;
  readonly last: number;
}

/** In lines. Wider ones are not what stands around a cursor in someone's mind. */
export const widestBlock = 100;

/** The words and signs by which many languages begin a function. */
const functionHead = /\b(?:def|fn|fun|func|function|method|proc|sub)\b|=>/;
const closing = /^\s*(?:[\])}]|end\b|fi\b|done\b|esac\b)/;
const comment = /^\s*(?:\/\/|\/\*|\*|#|--|@|;|%|')/;

/**
 * The block that a line is in, by indentation alone, for languages of which the editor knows no symbols: the
 * innermost function, or else the widest block that is not too wide.
 *
 * @returns undefined where the line is in no block
 */
export function enclosingBlock(lines: readonly string[], line: number): LineSpan | undefined {
  let head = headOf(lines, line);
  let block: LineSpan | undefined;
  while (head !== undefined) {
    const wider = { first: head, last: endOf(lines, head) };
    if (block !== undefined && wider.last - wider.first >= widestBlock) return block;
    block = wider;
    if (functionHead.test(lines[head] ?? '')) return block;
    head = lineAbove(lines, head, indentationOf(lines[head] ?? ''));
  }
  return block;
}

/** The lines around one that is in no block, up to the next blank ones. */
export function paragraphAt(lines: readonly string[], line: number): LineSpan {
  let { first, last } = { first: line, last: line };
  while (first > 0 && !isBlank(lines[first - 1])) first -= 1;
  while (last < lines.length - 1 && !isBlank(lines[last + 1])) last += 1;
  return { first, last };
}

/** A block with the comments, decorators and attributes that stand right above it. */
export function withComments(lines: readonly string[], { first, last }: LineSpan): LineSpan {
  let above = first;
  while (above > 0 && comment.test(lines[above - 1] ?? '')) above -= 1;
  return { first: above, last };
}

/** White space at the beginning of a line, in columns; a tab goes on to the next multiple of 4. */
function indentationOf(line: string): number {
  let columns = 0;
  for (const character of /^[ \t]*/.exec(line)?.[0] ?? '') {
    columns = character === '\t' ? columns - (columns % 4) + 4 : columns + 1;
  }
  return columns;
}

export function isBlank(line: string | undefined): boolean {
  return line === undefined || line.trim() === '';
}

/** The line that heads the block: the line itself where those below it are further in. */
function headOf(lines: readonly string[], line: number): number | undefined {
  const at = isBlank(lines[line])
    ? lines.findLastIndex((text, index) => index < line && !isBlank(text))
    : line;
  if (at === -1) return undefined;
  const indentation = indentationOf(lines[at] ?? '');
  const below = lines.findIndex((text, index) => index > at && !isBlank(text));
  if (below !== -1 && indentationOf(lines[below] ?? '') > indentation) return at;
  if (closing.test(lines[at] ?? '')) {
    const opened = lines.findLastIndex(
      (text, index) => index < at && !isBlank(text) && indentationOf(text) <= indentation,
    );
    if (opened !== -1) return opened;
  }
  return lineAbove(lines, at, indentation);
}

/** The nearest line above that is less far in. */
function lineAbove(lines: readonly string[], line: number, indentation: number): number | undefined {
  const above = lines.findLastIndex(
    (text, index) => index < line && !isBlank(text) && indentationOf(text) < indentation,
  );
  return above === -1 ? undefined : above;
}

function endOf(lines: readonly string[], head: number): number {
  const indentation = indentationOf(lines[head] ?? '');
  const after = lines.findIndex(
    (text, index) => index > head && !isBlank(text) && indentationOf(text) <= indentation,
  );
  const end = after === -1 ? lines.length : after;
  const last = lines.findLastIndex((text, index) => index < end && !isBlank(text));
  return closing.test(lines[after] ?? '') ? after : last;
}

import { isBlank } from './blocks';

/**
 * Gives whole lines of code the indentation of those they take the place of. Models move a block to the margin, or its
 * first line alone, and write spaces where there were tabs.
 */
export function indentLike(code: string, original: string): string {
  const tabbed = writeTabs(code.split('\n'), original);
  const lines = restoreFirstLine(tabbed, original.split('\n'));
  const from = commonIndentation(lines).length;
  const to = commonIndentation(original.split('\n'));
  return lines.map((line) => (isBlank(line) ? '' : to + line.slice(from))).join('\n');
}

/** Tabs for spaces where the original has nothing but tabs. */
function writeTabs(lines: readonly string[], original: string): readonly string[] {
  const onlyTabs = /^\t/m.test(original) && !/^ {2}/m.test(original);
  const steps = lines.filter((line) => !isBlank(line)).map((line) => /^ */.exec(line)?.[0].length ?? 0);
  if (!onlyTabs || lines.some((line) => line.startsWith('\t'))) return lines;
  const base = Math.min(...steps);
  const step = Math.min(...steps.filter((spaces) => spaces > base).map((spaces) => spaces - base));
  if (!Number.isFinite(step)) return lines;
  return lines.map((line) =>
    line.replace(/^ +/, (spaces) => {
      const columns = Math.max(spaces.length - base, 0);
      return '\t'.repeat(Math.floor(columns / step)) + ' '.repeat(columns % step);
    }),
  );
}

/** Where all lines but the first are where they were, the first belongs there as well. */
function restoreFirstLine(lines: readonly string[], original: readonly string[]): readonly string[] {
  const [first = '', ...rest] = lines;
  const [originalFirst = '', ...originalRest] = original;
  const indentation = commonIndentation([originalFirst]);
  const restStayed = commonIndentation(rest) === commonIndentation(originalRest);
  if (originalRest.every(isBlank) || !restStayed || commonIndentation([first]).length >= indentation.length)
    return lines;
  return [indentation + first.trimStart(), ...rest];
}

/** White space that all lines begin with, blank ones aside. */
function commonIndentation(lines: readonly string[]): string {
  const indentations = lines.filter((line) => !isBlank(line)).map((line) => /^[ \t]*/.exec(line)?.[0] ?? '');
  return indentations.reduce(
    (common, indentation) => common.slice(0, sharedLength(common, indentation)),
    indentations[0] ?? '',
  );
}

function sharedLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
}

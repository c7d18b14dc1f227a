import { messageOf, TurnoutError, worded } from '../errors';

/** Characters of a line that a pattern is tried on at once. */
const stretch = 200;

/** How far stretches of a long line overlap: a match up to this length is never missed. */
const overlap = 100;

/**
 * A regular expression as a user wrote it; capital and small letters are the same.
 *
 * @throws TurnoutError `bad-input` where it is none, where it would match every text, or where trying it could take for ever
 */
export function compilePattern(source: string): RegExp {
  const pattern = parse(source);
  if (pattern.test('')) {
    throw new TurnoutError(
      'bad-input',
      worded(
        'The pattern {0} matches even a text that holds nothing, so every prompt. Name something that must be there, or take it out.',
        JSON.stringify(source),
      ),
    );
  }
  if (repeatsTooDeeply(source)) {
    throw new TurnoutError(
      'bad-input',
      worded(
        'The pattern {0} repeats what itself repeats or offers a choice, as (a+)+ and (a|b)* do, which can take for ever. Write it with one repetition, such as [ab]*, or take it out.',
        JSON.stringify(source),
      ),
    );
  }
  if (openEnded(source) > mostOpenEnded) {
    throw new TurnoutError(
      'bad-input',
      worded(
        'The pattern {0} repeats without an end in more than {1} places, which can take very long. Say how often, as in .{2}, or take it out.',
        JSON.stringify(source),
        mostOpenEnded,
        '{0,9}',
      ),
    );
  }
  return pattern;
}

/**
 * Whether a pattern matches in some line of a text, as grep would find it. Of lines longer than 200 characters it sees
 * stretches of that length, each overlapping the next by 100, so that no pattern takes long.
 */
export function matchesSomeLine(pattern: RegExp, text: string): boolean {
  return text.split(/\r?\n/).some((line) => stretchesOf(line).some((part) => pattern.test(part)));
}

function stretchesOf(line: string): readonly string[] {
  if (line.length <= stretch) return [line];
  const count = Math.ceil((line.length - overlap) / (stretch - overlap));
  return Array.from({ length: count }, (_, index) =>
    line.slice(index * (stretch - overlap), index * (stretch - overlap) + stretch),
  );
}

function parse(source: string): RegExp {
  try {
    return new RegExp(source, 'iu');
  } catch {
    // Without the flag u, needless backslashes are forgiven.
    try {
      return new RegExp(source, 'i');
    } catch (error) {
      throw new TurnoutError(
        'bad-input',
        worded(
          'The pattern {0} is no regular expression ({1}). Correct it, or take it out.',
          JSON.stringify(source),
          messageOf(error).replace(/^.*: /s, ''),
        ),
      );
    }
  }
}

/** More often than this counts as without an end. */
const fewTimes = 10;

/** Each more of them multiplies by the length of a line what a pattern may cost. */
const mostOpenEnded = 2;

/** Escapes and classes, which are passed over, and what groups, chooses or repeats. */
const pieces = /\\.|\[(?:\\.|[^\]\\])*\]|\(|\)|\||[*+]|\{\d+(?:,\d*)?\}/gs;

function openEnded(source: string): number {
  return [...source.matchAll(pieces)].filter(({ 0: piece }) => isManyTimes(piece)).length;
}

/** Whether a group that is repeated holds a repetition or a choice: such patterns may try exponentially many ways. */
function repeatsTooDeeply(source: string): boolean {
  const open: { branches: boolean }[] = [];
  let closed: { branches: boolean } | undefined;
  let closedAt = -1;
  for (const { 0: piece, index } of source.matchAll(pieces)) {
    const top = open.at(-1);
    if (piece === '(') open.push({ branches: false });
    else if (piece === ')') {
      closed = open.pop();
      closedAt = index + 1;
      const around = open.at(-1);
      if (closed?.branches && around !== undefined) around.branches = true;
    } else if (piece === '|') {
      if (top !== undefined) top.branches = true;
    } else if (isManyTimes(piece)) {
      if (index === closedAt && closed?.branches) return true;
      if (top !== undefined) top.branches = true;
    }
  }
  return false;
}

function isManyTimes(piece: string): boolean {
  if (piece === '*' || piece === '+') return true;
  const [, least = '', comma, most = ''] = /^\{(\d+)(,?)(\d*)\}$/.exec(piece) ?? [];
  if (comma === undefined) return false;
  return comma === '' ? Number(least) > fewTimes : most === '' || Number(most) > fewTimes;
}

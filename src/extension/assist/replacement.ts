import { readFencedBlocks } from '../quoting/fences';
import { indentLike } from './indentation';

/** What an answer puts in the place of a piece of code. */
export type Replacement =
  | { readonly kind: 'code'; readonly code: string }
  /** Nothing can be taken over: no code, code that breaks off, or the same code. */
  | { readonly kind: 'none' }
  | { readonly kind: 'cut' }
  | { readonly kind: 'same' };

/** How the code that is replaced stands in its document. */
export interface Place {
  /** From the first character that is not blank to the last, with any line ends. */
  readonly original: string;
  /** Whether it begins where a line does, so that its indentation is part of it. */
  readonly wholeLines: boolean;
  readonly lineEnd: '\n' | '\r\n';
}

/** Reads the code of an answer and fits it to its place. */
export function readReplacement(answer: string, place: Place): Replacement {
  const code = readCode(answer);
  if (typeof code !== 'string') return code;
  const original = place.original.replaceAll('\r\n', '\n');
  const fitted = place.wholeLines ? indentLike(code, original) : code.trimStart();
  if (fitted === original) return { kind: 'same' };
  return { kind: 'code', code: fitted.replaceAll('\n', place.lineEnd) };
}

/**
 * The code of an answer without blank lines around it: its longest block, since what explains a change is shorter than
 * what is changed.
 */
export function readCode(answer: string): string | Extract<Replacement, { kind: 'none' | 'cut' }> {
  const blocks = readFencedBlocks(answer);
  if (blocks.some(({ closed }) => !closed)) return { kind: 'cut' };
  const code = blocks.reduce(
    (longest, block) => (block.code.length > longest.length ? block.code : longest),
    '',
  );
  const trimmed = code.replace(/^(?:[ \t]*\n)+/, '').trimEnd();
  return trimmed === '' ? { kind: 'none' } : trimmed;
}

import { isObject, readJsonLines } from '../../src/evaluation/jsonLines';
import { TurnoutError } from '../../src/routing/errors';

/** The prompts of a file of {"prompt": "…"} lines; lines of another form, such as recipes for long ones, are left out. */
export async function readPrompts(file: string): Promise<string[]> {
  const rows = await readJsonLines(file, 'JSON lines of {"prompt": "…"}', (row) =>
    isObject(row) ? row : undefined,
  );
  const prompts = rows.map(({ prompt }) => prompt).filter((prompt) => typeof prompt === 'string');
  if (prompts.length === 0) throw new TurnoutError('bad-input', `${file} holds no prompts.`);
  return prompts;
}

/** Words that the encoder reads as one piece each. */
const words = (
  'the old river runs past stone houses and green fields while children look for small boats under a bright ' +
  'summer sky people talk about work music food history and weather before they walk home with fresh bread'
).split(' ');

/**
 * Prompts of plain words that all have the same number of word pieces.
 *
 * @param tokens with [CLS] and [SEP], before any cut
 */
export function promptsOfTokens(count: number, tokens: number): string[] {
  return Array.from({ length: count }, (_, start) =>
    Array.from(
      { length: tokens - 2 },
      (_, i) => words[(start * 7 + i * (1 + (start % 5))) % words.length],
    ).join(' '),
  );
}

const megabyte = 1_000_000;

/** Prompts of a megabyte of UTF-16 units, of the shapes that tokenizers and patterns find hard. */
export const megabytePrompts: readonly { readonly shape: string; readonly prompt: string }[] = [
  { shape: 'white space', prompt: fill(' \t\n  \r\n') },
  { shape: 'base64', prompt: Buffer.from(fill('Turnout decides. ')).toString('base64').slice(0, megabyte) },
  { shape: 'one word', prompt: fill('a') },
  { shape: 'emoji', prompt: fill('🎉👩‍👩‍👧🏽') },
  { shape: 'CJK', prompt: fill('日本語の文章を書いてください。') },
  { shape: 'code', prompt: fill('  if (a_b[i] !== c(d, 0x1f)) {\n    return "x" + e; // why?\n  }\n') },
  { shape: 'prose', prompt: fill('Please explain, step by step, why 3.5 is more than half of each total. ') },
  { shape: 'punctuation', prompt: fill('.,;:!?()[]{}"') },
  { shape: 'combining marks', prompt: fill('é̷̛'.normalize('NFD')) },
];

function fill(piece: string): string {
  return piece.repeat(Math.ceil(megabyte / piece.length)).slice(0, megabyte);
}

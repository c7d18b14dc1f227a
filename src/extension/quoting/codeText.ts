import { fenced } from './fences';
import { cutLines } from './lineCut';

/** Code, or another text, as it stands in a prompt. */
export interface CodeText {
  /** As a person would say it, for example "src/main.ts, lines 3 to 9". */
  readonly name: string;
  /** '' where it is no code. */
  readonly languageId: string;
  readonly text: string;
  /** What compilers and linters say about it, a line each. */
  readonly problems: readonly string[];
}

/** Where a text is cut, its beginning tells most. */
const headShare = 0.7;

/** A text under its name, cut to so many tokens where it takes more, and what is wrong with it. */
export function quoteText({ name, languageId, text, problems }: CodeText, tokens: number): string {
  const block = `${name}:\n${fenced(cutLines(text, tokens, headShare), languageId)}`;
  return problems.length === 0
    ? block
    : `${block}\nProblems:\n${problems.map((line) => `- ${line}`).join('\n')}`;
}

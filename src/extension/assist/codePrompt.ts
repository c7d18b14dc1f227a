import { estimateTokens } from '../../routing/ledger/pricing';
import { type CodeText, quoteText } from '../quoting/codeText';
import { fenced, fenceFor } from '../quoting/fences';
import { cutLines } from '../quoting/lineCut';
import type { WrittenQuestion } from '../writtenQuestion';
import { isEditTask, type Task } from './tasks';

/** What the code in question, and what stands around it, may take in a prompt, in tokens. */
export const codeBudget = 6_000;
/** What stands around it gets no more than this of it. */
const surroundingsBudget = 1_500;
/** Of what comes before, the beginning of the file tells what is imported. */
const importsShare = 0.3;

/** A piece of code with what a model needs to know of it. */
export interface Code extends CodeText {
  /** From the workspace's root, where it lies in one. */
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** Code that is to be replaced has to be there to the last line. */
export function fitsBudget(code: string): boolean {
  return estimateTokens(code.length) <= codeBudget;
}

/** @param words what is to be done */
export function askAbout(task: Task, words: string, code: Code): WrittenQuestion {
  const text = cutLines(code.text, codeBudget);
  const left = Math.min(codeBudget - estimateTokens(text.length), surroundingsBudget);
  const parts = [
    words,
    quoteText({ ...code, text }, codeBudget),
    quotePart('What comes before it in the file:', cutLines(code.before, left / 2, importsShare), code),
    quotePart('What comes after it:', cutLines(code.after, left / 2, 1), code),
    howToAnswer(task, text),
  ];
  return {
    prompt: parts.filter((part) => part !== '').join('\n\n'),
    door: 'code-assist',
    ask: [words, ...code.problems, text].join('\n\n'),
    languageId: code.languageId,
    paths: [code.path],
  };
}

function quotePart(title: string, text: string, { languageId }: CodeText): string {
  return text.trim() === '' ? '' : `${title}\n${fenced(text, languageId)}`;
}

function howToAnswer(task: Task, code: string): string {
  const fence = fenceFor(code);
  if (isEditTask(task)) {
    return `Answer with the whole new text of that code alone, between lines of ${fence}: what stays the same is written out too, and nothing that comes before or after it is repeated.`;
  }
  return task === 'tests'
    ? `Answer with one file of tests alone, between lines of ${fence}, in the framework that such a project most likely uses.`
    : '';
}

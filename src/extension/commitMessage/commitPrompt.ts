import { estimateTokens } from '../../routing/ledger/pricing';
import { fenced, readFencedBlocks } from '../quoting/fences';
import { cutLines } from '../quoting/lineCut';
import { shareEvenly } from '../quoting/shareEvenly';
import type { WrittenQuestion } from '../writtenQuestion';

/** What the changes of one commit may take in a prompt, in tokens. */
const diffBudget = 6_000;

const words = 'Write a commit message for these changes.';

const howToAnswer =
  'Answer with the message alone: what the change does in one line of at most 72 characters, in the imperative; and below a blank line, where the line does not tell enough, why.';

/** The changes that a commit message is about. */
export interface Changes {
  /** As `git diff` writes it. */
  readonly diff: string;
  readonly paths: readonly string[];
  /** Messages of the latest commits, whose manner is to be kept. */
  readonly earlier: readonly string[];
}

export function askForMessage({ diff, paths, earlier }: Changes, budget = diffBudget): WrittenQuestion {
  const shown = cutDiff(diff, budget);
  const manner = earlier.map((message) => `- ${firstLine(message)}`).join('\n');
  const parts = [
    words,
    fenced(shown, 'diff'),
    manner && `The latest messages here, whose manner is to be kept:\n${manner}`,
    howToAnswer,
  ];
  return {
    prompt: parts.filter((part) => part !== '').join('\n\n'),
    door: 'commit-message',
    ask: `${words}\n\n${shown}`,
    paths,
  };
}

/** A diff within a budget of tokens: small changes stay whole, and files that get no room are counted. */
export function cutDiff(diff: string, budget: number): string {
  const files = diff.split(/^(?=diff --)/m).map((file) => file.trimEnd());
  const shares = shareEvenly(
    files.map((file) => estimateTokens(file.length)),
    budget,
  );
  const shown = files
    .map((file, position) => cutLines(file, shares[position] ?? 0, 1))
    .filter((file) => file !== '');
  const left = files.filter((file) => file !== '').length - shown.length;
  return [...shown, ...(left > 0 ? [`… ${left} more files …`] : [])].join('\n');
}

/** The message in an answer, or in as much of it as has come: models put a fence around it unasked. */
export function readMessage(answer: string): string {
  const [block] = readFencedBlocks(answer);
  return (answer.trimStart().startsWith('```') && block ? block.code : answer).trim();
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0]?.trim() ?? '';
}

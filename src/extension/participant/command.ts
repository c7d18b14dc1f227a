import type { Wish } from '../../routing/answer';
import type { Side } from '../../routing/chat';

/** What stands behind the slash, as package.json lists it. */
export type Command =
  /** Something to do with code. */
  | { readonly kind: 'task'; readonly task: Task }
  /** A side to ask, this time. */
  | { readonly kind: 'side'; readonly side: Side };

export type Task = 'explain' | 'fix' | 'tests';

/** What a task asks of a model, in the words that the router scores. */
const asks: Readonly<Record<Task, string>> = {
  explain: 'Explain what this code does.',
  fix: 'Find what is wrong with this code and fix it.',
  tests: 'Write tests for this code.',
};

/** @returns undefined for a prompt without a command */
export function readCommand(command: string | undefined): Command | undefined {
  switch (command) {
    case 'explain':
    case 'fix':
    case 'tests':
      return { kind: 'task', task: command };
    case 'strong':
    case 'weak':
      return { kind: 'side', side: command };
    default:
      return undefined;
  }
}

export function wishOf(command: Command | undefined): Wish | undefined {
  return command?.kind === 'side' ? { side: command.side, lasts: 'this-prompt' } : undefined;
}

/** What is asked: the person's words, and the task's before them. */
export function askOf(command: Command | undefined, prompt: string): string {
  const words = command?.kind === 'task' ? [asks[command.task], prompt] : [prompt];
  return words.filter((text) => text.trim() !== '').join('\n\n');
}

import type { Side } from '../../routing/chat';
import type { Wish } from '../../routing/flow/answerRequest';
import { isTask, type Task, wordsOf } from '../assist/tasks';

/** What stands behind the slash, as package.json lists it. */
export type Command =
  /** Something to do with code. */
  | { readonly kind: 'task'; readonly task: Task }
  /** A side to ask, this time. */
  | { readonly kind: 'side'; readonly side: Side };

/** @returns undefined for a prompt without a command */
export function readCommand(command: string | undefined): Command | undefined {
  if (isTask(command)) return { kind: 'task', task: command };
  return command === 'strong' || command === 'weak' ? { kind: 'side', side: command } : undefined;
}

export function wishOf(command: Command | undefined): Wish | undefined {
  return command?.kind === 'side' ? { side: command.side, lasts: 'this-prompt' } : undefined;
}

/** What is asked: the person's words, and the task's before them. */
export function askOf(command: Command | undefined, prompt: string): string {
  return command?.kind === 'task' ? wordsOf(command.task, prompt) : prompt;
}

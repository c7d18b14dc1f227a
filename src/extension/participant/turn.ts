import type { ChatContext } from 'vscode';
import type { Message, Side } from '../../routing/chat';

/** What a turn of the built-in chat leaves behind in the editor's own record of it, for the turns after. */
export interface Turn {
  /** The same for all turns of a chat. */
  readonly conversation: string;
  /** The ask in words, for asking it again. */
  readonly ask: string;
  readonly command: string | undefined;
  /** What was sent to the model, with what came along. */
  readonly sent: string;
  /** Files that came along; unknown of turns of an earlier version. */
  readonly paths?: readonly string[];
  /** What it answered, without what Turnout said of it. */
  readonly answer: string;
  readonly side: Side;
  /** Which entry of the ledger it is; undefined where nothing was sent. */
  readonly entry: string | undefined;
}

/** Metadata of a chat result as the editor keeps it; it may be another version's. */
export function readTurn(metadata: unknown): Turn | undefined {
  const { turn } = (metadata ?? {}) as { readonly turn?: Partial<Turn> };
  const { conversation, ask, sent, answer, side } = turn ?? {};
  const texts = [conversation, ask, sent, answer];
  if (!texts.every((text) => typeof text === 'string')) return undefined;
  return side === 'strong' || side === 'weak' ? (turn as Turn) : undefined;
}

/** The turns of a chat so far, oldest first. */
export function earlierTurns({ history }: ChatContext): Turn[] {
  return history.flatMap((entry) => {
    const turn = 'result' in entry ? readTurn(entry.result.metadata) : undefined;
    return turn === undefined ? [] : [turn];
  });
}

/** Earlier turns as the model gets them; one without an answer is left out. */
export function messagesOf(turns: readonly Turn[]): Message[] {
  return turns
    .filter(({ answer }) => answer !== '')
    .flatMap(({ sent, answer }) => [
      { role: 'user', content: sent },
      { role: 'assistant', content: answer },
    ]);
}

import type { Feedback, FeedbackFile } from '../../node/feedbackFile';
import type { SidebarToHost, Turn } from '../../webview/sidebarProtocol';
import { type ChatTurn, changeAnswer, changeTurn, shownTurn } from './chatTurn';

/**
 * Lets the chat go on from one of a turn's two answers, and writes the preference down.
 *
 * @returns the turn as it is now; undefined where nothing was new
 * @throws when it could not be written; the chat goes on from that answer nevertheless
 */
export async function recordKept(
  turns: ChatTurn[],
  { turnId, answerId }: Extract<SidebarToHost, { type: 'keep' }>,
  feedback: FeedbackFile,
): Promise<Turn | undefined> {
  const turn = turns.find(({ id }) => id === turnId);
  const kept = turn?.answers.find(({ id }) => id === answerId);
  const over = turn?.answers.find(({ id }) => id !== answerId);
  if (kept === undefined || over === undefined || turn?.kept === answerId) return undefined;
  const changed = changeTurn(turns, turnId, () => ({ kept: answerId }));
  if (kept.entry !== undefined && over.entry !== undefined) {
    await feedback.append({ ...dated(), kind: 'kept', entry: kept.entry, over: over.entry });
  }
  return changed && shownTurn(changed);
}

/**
 * Writes a verdict on an answer down, or that it was taken back.
 *
 * @returns the turn as it is now; undefined where nothing was new
 * @throws when it could not be written
 */
export async function recordVerdict(
  turns: ChatTurn[],
  { turnId, answerId, helpful }: Extract<SidebarToHost, { type: 'rate' }>,
  feedback: FeedbackFile,
): Promise<Turn | undefined> {
  const turn = turns.find(({ id }) => id === turnId);
  const rated = turn?.answers.find(({ id }) => id === answerId);
  if (rated?.entry === undefined || rated.helpful === helpful) return undefined;
  const { entry } = rated;
  await feedback.append(
    helpful === undefined ? { ...dated(), kind: 'withdrawn', entry } : { ...dated(), entry, helpful },
  );
  const changed = changeAnswer(turns, turnId, answerId, () => ({ helpful }));
  return changed && shownTurn(changed);
}

function dated(): Pick<Feedback, 'version' | 'time'> {
  return { version: 1, time: new Date().toISOString() };
}

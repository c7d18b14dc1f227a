import * as vscode from 'vscode';
import { otherSide, type Pair } from '../../routing/chat';
import type { Decision } from '../../routing/decision';
import { answer } from '../../routing/flow/answer';
import type { AnswerPart } from '../../routing/flow/answerPart';
import type { AnswerDeps, Wish } from '../../routing/flow/answerRequest';
import type { AnswerStatus, Badge, SidebarToView, TurnAnswer } from '../../webview/sidebarProtocol';
import { pathsOf } from '../attachments/paths';
import { describeReason } from '../explaining/reasonWording';
import { describeShortly } from '../explaining/shortReason';
import type { PairOnShow } from '../pairOnShow';
import {
  describeCost,
  describeExpectedCost,
  describeNothingSent,
  describeProblem,
  describeSide,
  describeUnrecorded,
  describeWordless,
} from '../wording';
import { type ChatTurn, changeAnswer, messagesOf, newAnswer, type Question, shownTurn } from './chatTurn';
import type { Conversation } from './conversations';

/** What a turn shows as it goes on: a changed turn, or more of one of its answers. */
export type ChatEvent = Extract<SidebarToView, { readonly type: 'turn' | 'text' | 'thinking' }>;

/** What an answer needs besides the prompt. */
export interface Asking {
  readonly conversation: Conversation;
  readonly signal: AbortSignal;
  readonly deps: AnswerDeps;
  readonly show: PairOnShow;
  /** Told each decision about an answer and the ask it was made of, for explaining it later. */
  readonly noteDecision: (answerId: string, ask: string, decision: Decision) => void;
}

/**
 * Sends one more prompt in a conversation and renders its answer. The conversation holds the turn, as far as
 * it has come, after every event.
 *
 * @param wish for this prompt; without one the conversation's own holds
 */
export function sendPrompt(
  question: Question,
  wish: Wish | undefined,
  asking: Asking,
): AsyncGenerator<ChatEvent> {
  const { conversation } = asking;
  const { pinned } = conversation;
  const earlier = [...conversation.turns];
  const turn: ChatTurn = { ...question, id: crypto.randomUUID(), answers: [], kept: undefined };
  conversation.turns.push(turn);
  return streamAnswer(
    turn,
    earlier,
    { wish: wish ?? (pinned && { side: pinned, lasts: 'conversation' }) },
    asking,
  );
}

/** Asks the model that a turn's only answer is not from, and renders its answer beside that one. */
export async function* askOther(turnId: string, asking: Asking): AsyncGenerator<ChatEvent> {
  const { turns } = asking.conversation;
  const position = turns.findIndex(({ id }) => id === turnId);
  const turn = turns[position];
  const [first, second] = turn?.answers ?? [];
  if (turn === undefined || first?.badge === undefined || second !== undefined) return;
  const earlier = turns.slice(0, position);
  const wish: Wish = { side: otherSide(first.badge.side), lasts: 'this-prompt' };
  yield* streamAnswer(turn, earlier, { wish, retryOf: first.entry }, asking);
}

/** Adds an answer to a turn of the conversation and renders it. */
async function* streamAnswer(
  turn: ChatTurn,
  earlier: readonly ChatTurn[],
  how: { readonly wish: Wish | undefined; readonly retryOf?: string | undefined },
  { conversation, signal, deps, show, noteDecision }: Asking,
): AsyncGenerator<ChatEvent> {
  const answerId = crypto.randomUUID();
  let current = newAnswer(answerId);
  const become = (changes: Partial<TurnAnswer>): ChatEvent => {
    // Of the answer as it is kept, which may have been explained meanwhile.
    const changed = changeAnswer(conversation.turns, turn.id, answerId, () => changes);
    current = changed?.answers.find(({ id }) => id === answerId) ?? { ...current, ...changes };
    return { type: 'turn', turn: shownTurn(changed ?? turn) };
  };

  yield become({});
  const { prompt, sent = prompt, ask = prompt, door = 'sidebar', languageId } = turn;
  try {
    const parts = answer(
      {
        chat: { messages: [...messagesOf(earlier), { role: 'user', content: sent }] },
        door,
        conversation: conversation.id,
        signal,
        ask,
        languageId,
        // What was kept on this machine stays so, also after a reload, when no conversation is remembered.
        paths: pathsOf([...earlier, turn]),
        ...how,
      },
      deps,
    );
    let declined = false;
    for await (const part of parts) {
      if (part.type === 'finish') declined = part.reason === 'refusal';
      if (part.type === 'text' || part.type === 'thinking') {
        become({ [part.type]: current[part.type] + part.text });
        yield { type: part.type, turnId: turn.id, answerId, text: part.text };
      } else if (part.type === 'decision' || part.type === 'failed' || part.type === 'finished') {
        if (part.type === 'decision') noteDecision(answerId, ask, part.decision);
        yield become(changesBy(part, current, show, declined));
      }
    }
  } catch (error) {
    yield become({ status: { kind: 'failed', message: describeProblem(error) } });
  }
  if (current.status.kind === 'working')
    yield become({ status: { kind: 'preview', message: describeNothingSent(show.names) } });
}

function changesBy(
  part: Extract<AnswerPart, { type: 'decision' | 'failed' | 'finished' }>,
  answered: TurnAnswer,
  show: PairOnShow,
  declined: boolean,
): Partial<TurnAnswer> {
  switch (part.type) {
    case 'decision': {
      const badge = badgeBefore(part.decision, show.expectedCost(part.expected), show);
      const { reason } = part.decision;
      if (reason.code !== 'fell-back') return { badge };
      const takeover = vscode.l10n.t('{0} did not answer, so {1} does.', reason.model, badge.model);
      return { badge, takeover, thinking: '' };
    }
    case 'failed':
      return { status: { kind: 'failed', message: describeProblem(part.error) } };
    case 'finished':
      return {
        badge: answered.badge && { ...answered.badge, cost: describeCost(part.entry) },
        status: statusAfter(part, answered, declined),
        entry: part.unrecorded === undefined ? part.entry.id : undefined,
      };
  }
}

function badgeBefore(decision: Decision, costs: Pair<number | undefined>, show: PairOnShow): Badge {
  const { model: side, winRate, threshold } = decision;
  return {
    side,
    model: show.names[side],
    sideLabel: describeSide(side),
    comparison: describeShortly(decision),
    cost: describeExpectedCost(side, costs),
    reason: describeReason(decision),
    practice: show.practice,
    scale: winRate === null ? undefined : { winRate, threshold },
  };
}

function statusAfter(
  { entry, unrecorded }: Extract<AnswerPart, { type: 'finished' }>,
  { text, badge, status: before }: TurnAnswer,
  declined: boolean,
): AnswerStatus {
  if (unrecorded !== undefined) {
    return {
      kind: 'failed',
      message: describeUnrecorded(unrecorded),
    };
  }
  switch (entry.outcome.kind) {
    case 'ok':
      return text.trim() === ''
        ? { kind: 'failed', message: describeWordless(badge?.model ?? '', declined) }
        : { kind: 'done' };
    case 'cancelled':
      return { kind: 'stopped', message: vscode.l10n.t('Stopped. What had arrived is kept.') };
    case 'failed':
    // A call that another one took the place of is never an answer's last.
    case 'fell-back':
    case 'replaced':
      return before;
  }
}

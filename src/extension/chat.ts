import * as vscode from 'vscode';
import { type AnswerDeps, type AnswerPart, answer } from '../routing/answer';
import type { Message, Pair, Usage } from '../routing/chat';
import type { Decision } from '../routing/decision';
import type { Entry } from '../routing/ledger';
import type { Badge, Turn, TurnStatus } from '../webview/protocol';
import type { Conversation } from './conversations';
import type { Question } from './question';
import { describeReason } from './reasonWording';
import {
  describeComparison,
  describeCost,
  describeExpectedCost,
  describeNothingSent,
  describeProblem,
  describeSide,
  describeUnrecorded,
} from './wording';

/** What a turn shows as it goes on: a changed turn, or more text of its answer. */
export type ChatEvent =
  | { readonly type: 'turn'; readonly turn: Turn }
  | { readonly type: 'text'; readonly turnId: string; readonly text: string };

/** Names and prices to word a decision with: the pair's own, or an example's while none is connected. */
export interface PairOnShow {
  readonly names: Pair<string>;
  readonly expectedCost: (usage: Usage) => Pair<number | undefined>;
  readonly practice: boolean;
}

/**
 * Sends one more prompt in a conversation and renders its answer. The conversation holds the turn, as far as
 * it has come, after every event.
 */
export async function* sendPrompt(
  prompt: string | Question,
  conversation: Conversation,
  signal: AbortSignal,
  deps: AnswerDeps,
  show: PairOnShow,
): AsyncGenerator<ChatEvent> {
  const question = typeof prompt === 'string' ? { prompt, door: 'sidebar' as const } : prompt;
  const { prompt: content, ...about } = question;
  const messages: Message[] = [...historyOf(conversation.turns), { role: 'user', content }];
  let turn: Turn = {
    id: crypto.randomUUID(),
    prompt: content,
    badge: undefined,
    answer: '',
    status: { kind: 'working' },
  };
  const position = conversation.turns.push(turn) - 1;
  const become = (changes: Partial<Turn>): ChatEvent => {
    turn = { ...turn, ...changes };
    conversation.turns[position] = turn;
    return { type: 'turn', turn };
  };

  yield become({});
  try {
    for await (const part of answer(
      { chat: { messages }, conversation: conversation.id, signal, ...about },
      deps,
    )) {
      if (part.type === 'text') {
        become({ answer: turn.answer + part.text });
        yield { type: 'text', turnId: turn.id, text: part.text };
      } else if (part.type === 'decision' || part.type === 'failed' || part.type === 'finished') {
        yield become(changesBy(part, turn, show));
      }
    }
  } catch (error) {
    yield become({ status: { kind: 'failed', message: describeProblem(error) } });
  }
  if (turn.status.kind === 'working')
    yield become({ status: { kind: 'preview', message: describeNothingSent(show.names) } });
}

function changesBy(
  part: Extract<AnswerPart, { type: 'decision' | 'failed' | 'finished' }>,
  turn: Turn,
  show: PairOnShow,
): Partial<Turn> {
  switch (part.type) {
    case 'decision':
      return { badge: badgeBefore(part.decision, show.expectedCost(part.expected), show) };
    case 'failed':
      return { status: { kind: 'failed', message: describeProblem(part.error) } };
    case 'finished':
      return {
        badge: turn.badge && { ...turn.badge, cost: describeCost(part.entry) },
        status: statusAfter(part.entry, part.unrecorded, turn.status),
      };
  }
}

function badgeBefore(decision: Decision, costs: Pair<number | undefined>, show: PairOnShow): Badge {
  const side = decision.model;
  return {
    side,
    model: show.names[side],
    sideLabel: describeSide(side),
    comparison: describeComparison(decision),
    cost: describeExpectedCost(side, costs),
    reason: describeReason(decision),
    practice: show.practice,
  };
}

function statusAfter(entry: Entry, unrecorded: string | undefined, before: TurnStatus): TurnStatus {
  if (unrecorded !== undefined) {
    return {
      kind: 'failed',
      message: describeUnrecorded(unrecorded),
    };
  }
  switch (entry.outcome.kind) {
    case 'ok':
      return { kind: 'done' };
    case 'cancelled':
      return { kind: 'stopped', message: vscode.l10n.t('Stopped. What had arrived is kept.') };
    case 'failed':
    // A call that another one took the place of is never an answer's last.
    case 'fell-back':
    case 'replaced':
      return before;
  }
}

/** Earlier turns as the model gets them; a prompt that was never answered is left out. */
function historyOf(turns: readonly Turn[]): Message[] {
  return turns
    .filter((turn) => turn.answer !== '')
    .flatMap((turn) => [
      { role: 'user', content: turn.prompt },
      { role: 'assistant', content: turn.answer },
    ]);
}

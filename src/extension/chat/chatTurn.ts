import type { Message } from '../../routing/chat';
import type { Door } from '../../routing/ledger/ledger';
import type { AnswerStatus, Badge, Chip, Turn, TurnAnswer } from '../../webview/sidebarProtocol';
import type { TextAttachment } from '../attachments/attachment';
import { chipOf } from '../attachments/chip';
import { buildPrompt } from '../attachments/prompt';

/** A prompt and what came along with it. */
export interface Question {
  /** The person's own words. */
  readonly prompt: string;
  readonly attachments: readonly Chip[];
  /** What the model gets, where that is more than the prompt. */
  readonly sent: string | undefined;
  /** What the router scores, where that is not the prompt. */
  readonly ask?: string;
  /** Where the prompt came in, if not here. */
  readonly door?: Door;
  /** Of what is attached; undefined where it is no code. */
  readonly languageId?: string | undefined;
  /** Files whose text is in what is sent. */
  readonly paths?: readonly string[] | undefined;
}

/** A turn of a chat as it is kept: what the sidebar shows, and what a model was sent. */
export type ChatTurn = Turn & Question;

export function questionOf(prompt: string, attachments: readonly TextAttachment[]): Question {
  return {
    prompt,
    attachments: attachments.map(chipOf),
    sent: attachments.length === 0 ? undefined : buildPrompt(prompt, attachments),
    languageId: attachments.map(({ languageId }) => languageId).find((id) => id !== ''),
    paths: attachments.flatMap(({ paths }) => paths),
  };
}

/** What the sidebar gets of a turn. */
export function shownTurn({ id, prompt, attachments, answers, kept }: ChatTurn): Turn {
  return { id, prompt, attachments, answers, kept };
}

export function newAnswer(id: string): TurnAnswer {
  return {
    id,
    badge: undefined,
    takeover: undefined,
    thinking: '',
    text: '',
    status: { kind: 'working' },
    entry: undefined,
    helpful: undefined,
  };
}

/**
 * Changes one of the turns in its place.
 *
 * @returns the turn as it is now; undefined where there is none of that id
 */
export function changeTurn(
  turns: ChatTurn[],
  turnId: string,
  change: (turn: ChatTurn) => Partial<ChatTurn>,
): ChatTurn | undefined {
  const position = turns.findIndex(({ id }) => id === turnId);
  const turn = turns[position];
  if (turn === undefined) return undefined;
  const changed = { ...turn, ...change(turn) };
  turns[position] = changed;
  return changed;
}

/** Changes one of a turn's answers in its place, or adds it. @see changeTurn */
export function changeAnswer(
  turns: ChatTurn[],
  turnId: string,
  answerId: string,
  change: (answer: TurnAnswer) => Partial<TurnAnswer>,
): ChatTurn | undefined {
  return changeTurn(turns, turnId, ({ answers }) => {
    const known = answers.some(({ id }) => id === answerId);
    return {
      answers: (known ? answers : [...answers, newAnswer(answerId)]).map((answer) =>
        answer.id === answerId ? { ...answer, ...change(answer) } : answer,
      ),
    };
  });
}

/** Turns as a model gets them; a prompt that was never answered is left out. */
export function messagesOf(turns: readonly ChatTurn[]): Message[] {
  return turns.flatMap((turn) => {
    const answer = standingAnswer(turn);
    return answer === undefined
      ? []
      : [
          { role: 'user', content: turn.sent ?? turn.prompt },
          { role: 'assistant', content: answer.text },
        ];
  });
}

/** The answer that the chat goes on from: the kept one, or else the first with text in it. */
function standingAnswer({ answers, kept }: Turn): TurnAnswer | undefined {
  const answered = answers.filter(({ text }) => text !== '');
  return answered.find(({ id }) => id === kept) ?? answered[0];
}

/** A turn as it was kept before there could be attachments or a second answer. */
interface PlainTurn {
  readonly id: string;
  readonly prompt: string;
  readonly badge?: Omit<Badge, 'scale'>;
  readonly answer: string;
  readonly status: AnswerStatus;
}

/** Whether something read from a chat's file can be restored. */
export function isStoredTurn(value: unknown): value is ChatTurn | PlainTurn {
  const { id, prompt, answer, answers } = (value ?? {}) as Partial<ChatTurn & PlainTurn>;
  const texts = [id, prompt, ...(answers === undefined ? [answer] : [])];
  return texts.every((text) => typeof text === 'string') && (answers === undefined || Array.isArray(answers));
}

/**
 * A turn from disk, of this version or the one before.
 *
 * @param brokenOff what to say of an answer that was still coming when the editor was closed
 */
export function restoreTurn(stored: ChatTurn | PlainTurn, brokenOff: string): ChatTurn {
  const turn = 'answers' in stored ? stored : upgrade(stored);
  const answers = turn.answers.map(
    (answer): TurnAnswer =>
      answer.status.kind === 'working'
        ? { ...answer, status: { kind: 'stopped', message: brokenOff } }
        : answer,
  );
  return { ...turn, answers };
}

function upgrade({ id, prompt, badge, answer, status }: PlainTurn): ChatTurn {
  return {
    id,
    ...questionOf(prompt, []),
    answers: [
      { ...newAnswer(`${id}-1`), badge: badge && { ...badge, scale: undefined }, text: answer, status },
    ],
    kept: undefined,
  };
}

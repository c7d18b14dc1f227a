import { createHmac, createSecretKey, randomBytes } from 'node:crypto';
import { askOf } from '../routing/asking/ask';
import { humanWords } from '../routing/asking/humanWords';
import { type Message, type MessagePart, type Role, textOf } from '../routing/chat';
import { TurnoutError } from '../routing/errors';
import type { AnswerPart } from '../routing/flow/answerPart';
import { createRecentMap } from './recentMap';

/** Tells conversations apart at doors whose requests carry no id. */
export interface ConversationKeys {
  /**
   * The conversation that a request goes on with: the one of the longest beginning that has been answered here, else the
   * latest that opened with its system text and the first words of the person asking. What only opens, as another did
   * before, is a conversation of its own.
   *
   * @param name the conversation's own, where the request tells it
   */
  follow(messages: readonly Message[], name?: string): FollowedConversation;
}

export interface FollowedConversation {
  readonly key: string;
  /** Takes the parts of the answer, by which a later request is known again. */
  hear(part: AnswerPart): void;
}

/** How long, and how many at once. */
export interface Memory {
  readonly ms: number;
  readonly count: number;
}

const anHour: Memory = { ms: 3_600_000, count: 20_000 };

/**
 * Keeps salted hashes alone, in memory, with a salt that ends with the process.
 *
 * @param now milliseconds, from whenever
 */
export function createConversationKeys(now: () => number, memory: Memory = anHour): ConversationKeys {
  // A key object once: of plain bytes one would be made for every hash.
  const salt = createSecretKey(randomBytes(32));
  /** By the hash of all messages up to an answer, that answer's included. */
  const conversations = createRecentMap<{ readonly key: string; readonly opening: string }>(memory, now);
  /** By the hash of its opening: the conversation that was heard of last. */
  const openings = createRecentMap<string>(memory, now);

  const hash = (...texts: readonly string[]) =>
    createHmac('sha256', salt).update(JSON.stringify(texts)).digest('hex').slice(0, 32);

  /** The hash of a beginning that goes on with one more turn. */
  const extend = (beginning: string, { role, content }: Turn) =>
    hash(beginning, role, ...wordsOf(role, content));

  /** A hash for each beginning of a conversation that ends where the speaker changes, the whole the last. */
  const beginningsOf = (turns: readonly Turn[]): readonly string[] => {
    let hashed = '';
    return turns.map((turn) => {
      hashed = extend(hashed, turn);
      return hashed;
    });
  };

  /** The key of a conversation of which no answer is known. */
  const keyOf = (opening: string, turns: readonly Turn[]) => {
    const latest = openings.get(opening);
    if (latest === undefined) return opening;
    // Some clients begin the answer themselves.
    const onlyOpens = !turns.slice(0, -1).some(({ role }) => role === 'assistant');
    return onlyOpens ? randomBytes(16).toString('hex') : latest;
  };

  return {
    follow: (messages, name) => {
      const turns = turnsOf(messages);
      const beginnings = beginningsOf(turns);
      const known = beginnings
        .toReversed()
        .map((beginning) => conversations.get(beginning))
        .find((conversation) => conversation !== undefined);
      const opening = known?.opening ?? hash(...openingOf(messages));
      const key = name ?? known?.key ?? keyOf(opening, turns);
      if (name === undefined) openings.set(opening, key);
      const answer: MessagePart[] = [];

      const remember = () => {
        if (answer.length === 0) return;
        const begun = turns.at(-1)?.role === 'assistant' ? turns.at(-1) : undefined;
        const asked = (begun === undefined ? beginnings.at(-1) : beginnings.at(-2)) ?? '';
        const content = [...(begun?.content ?? []), ...answer];
        const answered = extend(asked, { role: 'assistant', content });
        conversations.set(answered, { key, opening });
      };
      return {
        key,
        hear: (part) => {
          if (part.type === 'text' || part.type === 'tool-call') answer.push(part);
          if (part.type === 'finished') remember();
        },
      };
    },
  };
}

interface Turn {
  readonly role: Role;
  readonly content: readonly MessagePart[];
}

/** Clients split and join what one side said as they like. System text comes and goes with a client's modes. */
function turnsOf(messages: readonly Message[]): readonly Turn[] {
  const turns: Turn[] = [];
  for (const { role, content } of messages) {
    if (role === 'system') continue;
    const parts = typeof content === 'string' ? [{ type: 'text' as const, text: content }] : content;
    const last = turns.at(-1);
    if (last?.role === role) turns[turns.length - 1] = { role, content: [...last.content, ...parts] };
    else turns.push({ role, content: parts });
  }
  return turns;
}

/**
 * What clients send back unchanged: of the person asking the words without what programs add to them, and no thinking, no
 * white space, no spelling of a tool's input.
 */
function wordsOf(role: Role, parts: readonly MessagePart[]): readonly string[] {
  const texts = parts.flatMap((part) => (part.type === 'text' ? [part.text] : []));
  const said = role === 'user' ? [humanWords(texts)] : texts;
  const others = parts.flatMap((part) => {
    switch (part.type) {
      case 'image':
        return [part.source];
      case 'tool-call':
        return [part.id, part.name];
      case 'tool-result':
        return [part.callId, part.content];
      default:
        return [];
    }
  });
  return [said.join('').replace(/\s+/g, ''), ...others];
}

/** The system text before the first human turn, and that turn. */
function openingOf(messages: readonly Message[]): readonly string[] {
  const start = messages.findIndex(({ role }) => role === 'user');
  const first = messages[start];
  const system = messages.slice(0, Math.max(start, 0)).filter(({ role }) => role === 'system');
  return [...system.map(textOf), '', first === undefined ? '' : humanWordsOf(first)];
}

function humanWordsOf(turn: Message): string {
  try {
    return askOf([turn]);
  } catch (error) {
    if (error instanceof TurnoutError) return '';
    throw error;
  }
}

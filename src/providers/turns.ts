import { type Message, type MessagePart, textOf } from '../routing/chat';
import { type CallIdShape, callIdReplacer } from './callIds';

/** A conversation in the one shape that every API takes. */
export interface Conversation {
  /** The words of the system messages that it begins with. */
  readonly system: string;
  /** Of changing roles, and none of them empty. */
  readonly turns: readonly Turn[];
}

export interface Turn {
  readonly role: 'user' | 'assistant';
  /** Of a user: first the results of exactly the calls in the turn before. */
  readonly parts: readonly MessagePart[];
}

type ToolCall = Extract<MessagePart, { type: 'tool-call' }>;
type ToolResult = Extract<MessagePart, { type: 'tool-result' }>;

/** What an API wants of the messages it is sent. */
export interface Demands {
  /** Ids of calls that it takes; others are replaced, in calls and results alike. */
  readonly callId: CallIdShape;
  /** Whether thinking may be sent back. */
  readonly thinking: boolean;
}

/**
 * Puts messages into an order that no API refuses: turns of one role become one, blank text goes, every call of a tool has
 * its result in the turn that follows. A call that was never answered, as when a person stopped it, is answered with a
 * failure; a result whose call is gone is kept as text.
 */
export function conversationOf(messages: readonly Message[], demands: Demands): Conversation {
  const first = messages.findIndex(({ role }) => role !== 'system');
  const opening = first < 0 ? messages.length : first;
  const system = messages
    .slice(0, opening)
    .map((message) => textOf({ ...message, content: partsOf(message).filter((part) => !isBilling(part)) }))
    .filter((text) => text.trim() !== '')
    .join('\n\n');
  const later = messages.slice(opening).map(inPlace);
  const turns = paired(mergedTurns(withWireIds(later, demands.callId), demands));
  // Not every API answers where nobody asks: a system text alone is the question then.
  return turns.length === 0 && system !== ''
    ? { system: '', turns: [{ role: 'user', parts: [{ type: 'text', text: system }] }] }
    : { system, turns };
}

/** A line that one vendor's client writes anew into every request; to others it would only break the prompt's cache. */
function isBilling(part: MessagePart): boolean {
  return part.type === 'text' && /^x-anthropic-billing-header:/.test(part.text);
}

/**
 * A system message further down stays there, so that what goes before it is the same as it was, and a cache of it holds. Not
 * every endpoint takes that role there: it is marked, and in the user's.
 */
function inPlace(message: Message): Message {
  if (message.role !== 'system') return message;
  const text = textOf({ ...message, content: partsOf(message).filter((part) => !isBilling(part)) });
  return { role: 'user', content: text.trim() === '' ? '' : `<system>\n${text}\n</system>` };
}

function mergedTurns(messages: readonly Message[], { thinking }: Demands): Turn[] {
  const turns: { role: Turn['role']; parts: MessagePart[] }[] = [];
  for (const message of messages) {
    const { role } = message;
    if (role === 'system') continue;
    const parts = partsOf(message).filter((part) => belongs(part, role, thinking));
    const last = turns.at(-1);
    if (last?.role === role) last.parts.push(...parts);
    // What was thought before nothing was said leads nowhere.
    else if (parts.some(isSaid)) turns.push({ role, parts });
  }
  return turns.map(({ role, parts }) => ({ role, parts: parts.slice(0, parts.findLastIndex(isSaid) + 1) }));
}

function partsOf({ content }: Message): readonly MessagePart[] {
  return typeof content === 'string' ? [{ type: 'text', text: content }] : content;
}

/** No API takes images from an assistant, or calls of tools from a user. */
function belongs(part: MessagePart, role: Turn['role'], thinking: boolean): boolean {
  switch (part.type) {
    case 'text':
      return part.text.trim() !== '';
    case 'image':
    case 'tool-result':
      return role === 'user';
    case 'tool-call':
      return role === 'assistant';
    case 'thinking':
      return role === 'assistant' && thinking && part.signature !== '';
    case 'redacted-thinking':
      return role === 'assistant' && thinking;
  }
}

function isSaid({ type }: MessagePart): boolean {
  return type !== 'thinking' && type !== 'redacted-thinking';
}

function paired(turns: readonly Turn[]): Turn[] {
  const answered = turns.map((turn, index) =>
    turn.role === 'user' ? { ...turn, parts: withResults(turn, callsOf(turns[index - 1])) } : turn,
  );
  const pending = callsOf(turns.at(-1));
  return pending.length === 0
    ? answered
    : [...answered, { role: 'user', parts: pending.map((call) => resultOf(call, [])) }];
}

function withResults({ parts }: Turn, calls: readonly ToolCall[]): readonly MessagePart[] {
  const results = parts.filter((part) => part.type === 'tool-result');
  const ids = new Set(calls.map(({ id }) => id));
  return [
    ...calls.map((call) => resultOf(call, results)),
    ...parts.flatMap((part): MessagePart[] => {
      if (part.type !== 'tool-result') return [part];
      if (ids.has(part.callId)) return [];
      return [
        { type: 'text', text: part.content.trim() === '' ? 'A tool gave back nothing.' : part.content },
      ];
    }),
  ];
}

function resultOf({ id }: ToolCall, results: readonly ToolResult[]): ToolResult {
  const own = results.filter(({ callId }) => callId === id);
  return own.length === 0
    ? { type: 'tool-result', callId: id, content: 'The tool was not run.', failed: true }
    : {
        type: 'tool-result',
        callId: id,
        content: own.map(({ content }) => content).join('\n'),
        failed: own.some(({ failed }) => failed),
      };
}

function callsOf(turn: Turn | undefined): readonly ToolCall[] {
  return turn === undefined ? [] : turn.parts.filter((part) => part.type === 'tool-call');
}

function withWireIds(messages: readonly Message[], shape: CallIdShape): readonly Message[] {
  const wireId = callIdReplacer(shape);
  return messages.map((message) => ({
    role: message.role,
    content: partsOf(message).map((part) => {
      if (part.type === 'tool-call') return { ...part, id: wireId(part.id) };
      return part.type === 'tool-result' ? { ...part, callId: wireId(part.callId) } : part;
    }),
  }));
}

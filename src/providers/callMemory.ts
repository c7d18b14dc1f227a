import { field, itemsIn, textIn } from './wireValue';

type Fields = Record<string, unknown>;

/** What a model wants back with the tool calls it made, for clients that do not carry it. */
export interface CallMemory {
  /** Passes chunks on as they come, and keeps what they hold. */
  watch(chunks: AsyncIterable<unknown>): AsyncGenerator<unknown>;
  /** @returns the messages, with what was kept where they lack it */
  restored<M>(messages: readonly M[]): M[];
}

interface Call {
  readonly id: string;
  readonly name: string;
  /** JSON, as far as it has come. */
  readonly input: string;
  readonly extra: unknown;
}

const mostCalls = 1_000;

/** Some vendors count ids anew in every conversation, so that an id alone does not tell one call from another. */
function keyOf({ id, name, input }: Omit<Call, 'extra'>): string {
  return JSON.stringify([id, name, sameInput(input)]);
}

/** Clients write the same input with other white space. */
function sameInput(input: string): string {
  try {
    return JSON.stringify(JSON.parse(input || '{}'));
  } catch {
    return input;
  }
}

/** Kept in memory for one model alone, so that nothing reaches a vendor that it did not come from. */
export function createCallMemory(): CallMemory {
  const ofTurn = new Map<string, Fields>();
  const ofCall = new Map<string, unknown>();
  const keep = <V>(map: Map<string, V>, id: string, value: V) => {
    map.delete(id);
    map.set(id, value);
    const oldest = map.keys().next().value;
    if (map.size > mostCalls && oldest !== undefined) map.delete(oldest);
  };
  return {
    async *watch(chunks) {
      let reasoning = '';
      const details: unknown[] = [];
      const calls = new Map<unknown, Call>();
      const keepAll = () => {
        const turn = {
          ...(reasoning === '' ? {} : { reasoning_content: reasoning }),
          ...(details.length === 0 ? {} : { reasoning_details: details }),
        };
        for (const call of calls.values()) {
          if (Object.keys(turn).length > 0) keep(ofTurn, keyOf(call), turn);
          // Gemini's thought signature.
          if (call.extra !== undefined) keep(ofCall, keyOf(call), call.extra);
        }
      };
      for await (const chunk of chunks) {
        const choice = itemsIn(field(chunk, 'choices'))[0];
        const delta = field(choice, 'delta');
        reasoning += textIn(field(delta, 'reasoning_content'));
        details.push(...itemsIn(field(delta, 'reasoning_details')));
        for (const piece of itemsIn(field(delta, 'tool_calls'))) {
          const at = field(piece, 'index');
          const call = calls.get(at) ?? { id: '', name: '', input: '', extra: undefined };
          calls.set(at, {
            id: call.id || textIn(field(piece, 'id')),
            name: call.name || textIn(field(field(piece, 'function'), 'name')),
            input: call.input + textIn(field(field(piece, 'function'), 'arguments')),
            extra: field(piece, 'extra_content') ?? call.extra,
          });
        }
        // Kept before the chunk is passed on: its reader may stop at the end it announces.
        if (textIn(field(choice, 'finish_reason')) !== '') keepAll();
        yield chunk;
      }
      keepAll();
    },
    restored: (messages) =>
      messages.map((message) => {
        const calls = itemsIn(field(message, 'tool_calls'));
        if (calls.length === 0) return message;
        const keys = calls.map((call) =>
          keyOf({
            id: textIn(field(call, 'id')),
            name: textIn(field(field(call, 'function'), 'name')),
            input: textIn(field(field(call, 'function'), 'arguments')),
          }),
        );
        const turn = keys.map((key) => ofTurn.get(key)).find(Boolean);
        const tool_calls = calls.map((call, place) => {
          const extra = ofCall.get(keys[place] ?? '');
          return extra === undefined ? call : { extra_content: extra, ...(call as Fields) };
        });
        return { ...turn, ...(message as Fields), tool_calls } as typeof message;
      }),
  };
}

import { field, itemsIn, textIn } from './wireValue';

type Fields = Record<string, unknown>;

/** What a model wants back with the tool calls it made, for clients that do not carry it. */
export interface CallMemory {
  /** Passes chunks on as they come, and keeps what they hold. */
  watch(chunks: AsyncIterable<unknown>): AsyncGenerator<unknown>;
  /** @returns the messages, with what was kept where they lack it */
  restored<M>(messages: readonly M[]): M[];
}

const mostCalls = 1_000;

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
      const ids = new Map<unknown, string>();
      for await (const chunk of chunks) {
        const delta = field(itemsIn(field(chunk, 'choices'))[0], 'delta');
        reasoning += textIn(field(delta, 'reasoning_content'));
        details.push(...itemsIn(field(delta, 'reasoning_details')));
        for (const piece of itemsIn(field(delta, 'tool_calls'))) {
          const at = field(piece, 'index');
          const id = textIn(field(piece, 'id')) || ids.get(at);
          if (id === undefined) continue;
          ids.set(at, id);
          // Gemini's thought signature.
          const extra = field(piece, 'extra_content');
          if (extra !== undefined) keep(ofCall, id, extra);
        }
        // Kept before the chunk is passed on: its reader may stop at the end it announces.
        if (reasoning !== '' || details.length > 0) {
          const turn = {
            ...(reasoning === '' ? {} : { reasoning_content: reasoning }),
            ...(details.length === 0 ? {} : { reasoning_details: details }),
          };
          for (const id of new Set(ids.values())) keep(ofTurn, id, turn);
        }
        yield chunk;
      }
    },
    restored: (messages) =>
      messages.map((message) => {
        const calls = itemsIn(field(message, 'tool_calls'));
        if (calls.length === 0) return message;
        const turn = calls.map((call) => ofTurn.get(textIn(field(call, 'id')))).find(Boolean);
        const tool_calls = calls.map((call) => {
          const extra = ofCall.get(textIn(field(call, 'id')));
          return extra === undefined ? call : { extra_content: extra, ...(call as Fields) };
        });
        return { ...turn, ...(message as Fields), tool_calls } as typeof message;
      }),
  };
}

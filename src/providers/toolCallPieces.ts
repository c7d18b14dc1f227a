import { randomUUID } from 'node:crypto';
import type { StreamPart } from '../routing/chat';
import { field, textIn } from './wireValue';

type ToolCall = Extract<StreamPart, { type: 'tool-call' }>;

interface OpenCall {
  readonly index: number | undefined;
  id: string;
  name: string;
  input: string;
}

/** Puts calls of tools together from pieces that may be interleaved. */
export class ToolCallPieces {
  private readonly calls: OpenCall[] = [];

  /** @param piece an item of `tool_calls`, as OpenAI-compatible endpoints send it: hardly any field can be relied upon */
  add(piece: unknown): void {
    const id = textIn(field(piece, 'id'));
    const name = textIn(field(field(piece, 'function'), 'name'));
    const index = field(piece, 'index');
    const call = this.callOf(typeof index === 'number' ? index : undefined, id, name);
    if (call.id === '') call.id = id;
    if (call.name === '') call.name = name;
    const input = field(field(piece, 'function'), 'arguments');
    call.input += typeof input === 'object' && input !== null ? JSON.stringify(input) : textIn(input);
  }

  /** All calls so far, in the order they began; those without an id are given one, those without a name are none. */
  whole(): ToolCall[] {
    return this.calls
      .filter(({ name }) => name !== '')
      .map(({ id, name, input }) => ({ type: 'tool-call', id: id || newCallId(), name, input }));
  }

  private callOf(index: number | undefined, id: string, name: string): OpenCall {
    const open = this.openCall(index, id, name);
    // Some endpoints give all calls the same number; then another id begins another call.
    const another = open !== undefined && id !== '' && open.id !== '' && open.id !== id && name !== '';
    if (open !== undefined && !another) return open;
    const begun: OpenCall = { index, id, name, input: '' };
    this.calls.push(begun);
    return begun;
  }

  /** Some endpoints number no call; then its id tells it, or else that a name begins one. */
  private openCall(index: number | undefined, id: string, name: string): OpenCall | undefined {
    if (index !== undefined) return this.calls.findLast((call) => call.index === index);
    if (id !== '') return this.calls.findLast((call) => call.id === id);
    return name === '' ? this.calls.at(-1) : undefined;
  }
}

export function newCallId(): string {
  return `call_${randomUUID().replaceAll('-', '').slice(0, 24)}`;
}

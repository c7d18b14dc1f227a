import { randomUUID } from 'node:crypto';
import type { StreamPart } from '../routing/chat';

/** A piece of a call as OpenAI-compatible endpoints send it; hardly any field can be relied upon. */
export interface ToolCallPiece {
  readonly index?: unknown;
  readonly id?: unknown;
  readonly function?: { readonly name?: unknown; readonly arguments?: unknown } | null;
}

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

  add(piece: ToolCallPiece): void {
    const id = textIn(piece.id);
    const name = textIn(piece.function?.name);
    const call = this.callOf(piece, id, name);
    if (call.id === '') call.id = id;
    if (call.name === '') call.name = name;
    const { arguments: input } = piece.function ?? {};
    call.input += typeof input === 'object' && input !== null ? JSON.stringify(input) : textIn(input);
  }

  /** All calls so far, in the order they began; those without an id are given one, those without a name are none. */
  whole(): ToolCall[] {
    return this.calls
      .filter(({ name }) => name !== '')
      .map(({ id, name, input }) => ({ type: 'tool-call', id: id || newCallId(), name, input }));
  }

  /** Some endpoints number no call, some give all the same number; then another id begins another call. */
  private callOf({ index }: ToolCallPiece, id: string, name: string): OpenCall {
    const number = typeof index === 'number' ? index : undefined;
    const open =
      number !== undefined
        ? this.calls.findLast((call) => call.index === number)
        : id === ''
          ? name === ''
            ? this.calls.at(-1)
            : undefined
          : this.calls.findLast((call) => call.id === id);
    const another = open !== undefined && id !== '' && open.id !== '' && open.id !== id && name !== '';
    if (open !== undefined && !another) return open;
    const begun: OpenCall = { index: number, id, name, input: '' };
    this.calls.push(begun);
    return begun;
  }
}

function textIn(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function newCallId(): string {
  return `call_${randomUUID().replaceAll('-', '').slice(0, 24)}`;
}

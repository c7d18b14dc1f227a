import { randomUUID } from 'node:crypto';
import type { StreamPart } from '../routing/chat';
import { ObjectEnd } from './objectEnd';
import { field, textIn } from './wireValue';

type CallPart = Extract<StreamPart, { type: 'tool-call' | 'tool-call-piece' }>;

interface OpenCall {
  readonly index: number | undefined;
  /** Of a free-form tool, whose input is no JSON. */
  readonly isCustom: boolean;
  /** It began after a call like it was whole, and may be nothing but that call once more. */
  readonly mayRepeat: boolean;
  id: string;
  name: string;
  input: string;
  end: ObjectEnd;
  /** How much of its input has been told; undefined as long as nothing has. */
  told: number | undefined;
  handedOut: boolean;
}

/** Puts calls of tools together from pieces that may be interleaved, and hands out each once, whatever is repeated. */
export class ToolCallPieces {
  private readonly calls: OpenCall[] = [];
  private isClosed = false;

  /** Whether a call has been handed out. */
  get called(): boolean {
    return this.calls.some(({ handedOut }) => handedOut);
  }

  get begun(): boolean {
    return this.calls.length > 0;
  }

  /** Whether a call's input has begun and not ended. */
  get isCut(): boolean {
    return this.calls.some(({ input, end, isCustom }) => !isCustom && input.trim() !== '' && !end.ended);
  }

  /**
   * @param piece an item of `tool_calls`, as OpenAI-compatible endpoints send it: hardly any field can be relied upon
   * @returns what can be told already
   */
  add(piece: unknown): CallPart[] {
    const custom = field(piece, 'custom');
    const described = custom ?? field(piece, 'function');
    const id = textIn(field(piece, 'id'));
    const name = textIn(field(described, 'name'));
    const index = field(piece, 'index');
    const call = this.callOf({
      index: typeof index === 'number' ? index : undefined,
      id,
      name,
      isCustom: custom !== undefined,
    });
    if (call === undefined) return [];
    if (call.id === '') call.id = id;
    if (call.name === '') call.name = name;
    const input = field(described, call.isCustom ? 'input' : 'arguments');
    extend(call, typeof input === 'object' && input !== null ? JSON.stringify(input) : textIn(input));
    return tell(call);
  }

  /** The endpoint has said why the answer ends: what still comes is no news. */
  close(): void {
    this.isClosed = true;
  }

  /**
   * All calls that have not been handed out, in the order they began; those without an id are given one, those without a
   * name are none.
   */
  *rest(): Generator<CallPart> {
    for (const call of this.calls) {
      if (call.handedOut || call.name === '' || this.isRepetition(call)) continue;
      if (this.calls.some((other) => other !== call && other.handedOut && other.id === call.id)) call.id = '';
      yield handOut(call);
    }
  }

  private callOf(begun: Pick<OpenCall, 'index' | 'id' | 'name' | 'isCustom'>): OpenCall | undefined {
    const { index, id, name } = begun;
    const open = this.openCall(index, id, name);
    // Some endpoints give all calls the same number; then another id begins another call.
    const another = open !== undefined && id !== '' && open.id !== '' && open.id !== id && name !== '';
    if (open !== undefined && !another) {
      const isWhole = this.isClosed || hasEnded(open);
      if (!isWhole || (name === '' && !hasEnded(open))) return open;
      if (name === '') return undefined;
    }
    const mayRepeat =
      this.isClosed ||
      (open !== undefined && !another) ||
      (id !== '' && this.calls.some((call) => call.id === id));
    const call = { ...begun, mayRepeat, input: '', end: new ObjectEnd(), told: undefined, handedOut: false };
    this.calls.push(call);
    return call;
  }

  /** Some endpoints number no call; then its id tells it, or else that a name begins one. */
  private openCall(index: number | undefined, id: string, name: string): OpenCall | undefined {
    if (index !== undefined) return this.calls.findLast((call) => call.index === index);
    if (id !== '') return this.calls.findLast((call) => call.id === id);
    return name === '' ? this.calls.at(-1) : undefined;
  }

  private isRepetition(call: OpenCall): boolean {
    if (!call.mayRepeat) return false;
    const before = this.calls.slice(0, this.calls.indexOf(call));
    return before.some(
      ({ name, input }) => name === call.name && (call.input.trim() === '' || sameInput(input, call.input)),
    );
  }
}

/** An empty object may stand where the input is still to come. */
const nothingYet = /^\s*\{\s*\}\s*$/;

function hasEnded({ end, input, isCustom }: OpenCall): boolean {
  return !isCustom && end.ended && !nothingYet.test(input);
}

function extend(call: OpenCall, piece: string): void {
  if (piece.trim() !== '' && !call.isCustom && nothingYet.test(call.input)) {
    call.input = '';
    call.end = new ObjectEnd();
  }
  call.input += call.isCustom || call.end.ended ? piece : piece.slice(0, call.end.read(piece));
}

/** A call is told as it grows, and handed out once its input is whole. */
function tell(call: OpenCall): CallPart[] {
  if (call.mayRepeat || call.isCustom || call.name === '' || call.handedOut) return [];
  if (nothingYet.test(call.input) || (call.id === '' && call.input === '')) return [];
  call.id ||= newCallId();
  const { id, name } = call;
  const news = call.input.slice(call.told ?? 0);
  const isNews = call.told === undefined || news !== '';
  call.told = call.input.length;
  const piece: CallPart[] = isNews ? [{ type: 'tool-call-piece', id, name, input: news }] : [];
  return hasEnded(call) ? [...piece, handOut(call)] : piece;
}

function handOut(call: OpenCall): CallPart {
  call.handedOut = true;
  call.id ||= newCallId();
  const { id, name, input, isCustom } = call;
  return { type: 'tool-call', id, name, input: isCustom ? JSON.stringify({ input }) : input };
}

function sameInput(a: string, b: string): boolean {
  const plain = (text: string) => {
    try {
      return JSON.stringify(JSON.parse(text));
    } catch {
      return text.trim();
    }
  };
  return plain(a) === plain(b);
}

export function newCallId(): string {
  return `call_${randomUUID().replaceAll('-', '').slice(0, 24)}`;
}

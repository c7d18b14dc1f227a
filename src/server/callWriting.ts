import type { ContentPart } from './wireFormat';

type Piece = Extract<ContentPart, { readonly type: 'tool-call-piece' }>;
type Call = Extract<ContentPart, { readonly type: 'tool-call' }>;

/** How a format writes calls of tools of which only one can be under way. */
export interface CallPaper {
  begin(call: Pick<Call, 'id' | 'name'>): string;
  /** More of the input of the call that has begun. */
  add(input: string): string;
  /** The input of a call that comes all at once. */
  input(call: Call): string;
  /** @param call whole */
  end(call: Call): string;
  other(part: Exclude<ContentPart, Piece | Call>): string;
}

/** Writes each call as it comes. What comes meanwhile and is not of it waits until it is whole. */
export function createCallWriting(paper: CallPaper) {
  let open: { readonly id: string; readonly name: string; sent: number } | undefined;
  let waiting: ContentPart[] = [];

  const begin = ({ id, name }: Piece | Call) => {
    if (open !== undefined) return '';
    open = { id, name, sent: 0 };
    return paper.begin(open);
  };
  const add = (input: string) => {
    if (open === undefined || input === '') return '';
    open.sent += input.length;
    return paper.add(input);
  };
  const release = (): string => {
    const parts = waiting;
    waiting = [];
    return parts.map(take).join('');
  };
  const take = (part: ContentPart): string => {
    const isCall = part.type === 'tool-call' || part.type === 'tool-call-piece';
    if (open !== undefined && part.type !== 'finish' && !(isCall && part.id === open.id)) {
      waiting.push(part);
      return '';
    }
    if (!isCall) return paper.other(part);
    if (part.type === 'tool-call-piece') return begin(part) + add(part.input);
    const begun = begin(part);
    const sent = open?.sent ?? 0;
    const written = begun + add(sent === 0 ? paper.input(part) : part.input.slice(sent)) + paper.end(part);
    open = undefined;
    return written + release();
  };

  return {
    take,
    /** @returns what waits still, where a call never became whole */
    rest: (): string => {
      if (open === undefined) return '';
      const { id, name } = open;
      const written = paper.end({ type: 'tool-call', id, name, input: '' });
      open = undefined;
      return written + release();
    },
  };
}

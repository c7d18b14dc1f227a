import type { AttachChoice, SidebarToHost } from '../../webview/sidebarProtocol';

type Fields = Readonly<Record<string, unknown>>;
type Shape = (fields: Fields) => Record<string, unknown> | undefined;

const attachChoices: Readonly<Record<AttachChoice, true>> = {
  selection: true,
  file: true,
  pick: true,
  problems: true,
  'staged-diff': true,
};

const nothing: Shape = () => ({});
const text =
  (...names: readonly string[]): Shape =>
  (fields) =>
    names.every((name) => typeof fields[name] === 'string')
      ? Object.fromEntries(names.map((name) => [name, fields[name]]))
      : undefined;

/** What each type of message carries; anything else in it is dropped. */
const shapes: Readonly<Record<SidebarToHost['type'], Shape>> = {
  ready: nothing,
  send: ({ prompt, side }) => {
    if (typeof prompt !== 'string') return undefined;
    if (side === undefined) return { prompt };
    return isSide(side) ? { prompt, side } : undefined;
  },
  tryAgain: text('turnId'),
  askOther: text('turnId'),
  keep: text('turnId', 'answerId'),
  explain: text('turnId', 'answerId'),
  rate: (fields) => {
    const { helpful } = fields;
    const named = text('turnId', 'answerId')(fields);
    if (helpful === undefined) return named;
    return named && typeof helpful === 'boolean' ? { ...named, helpful } : undefined;
  },
  stop: nothing,
  newChat: nothing,
  setStrongShare: ({ strongShare }) =>
    typeof strongShare === 'number' && strongShare >= 0 && strongShare <= 1 ? { strongShare } : undefined,
  pin: ({ side }) => (side === null || isSide(side) ? { side } : undefined),
  attach: ({ what }) =>
    typeof what === 'string' && Object.hasOwn(attachChoices, what) ? { what } : undefined,
  detach: text('id'),
  connectModels: nothing,
  useOffer: nothing,
  openWalkthrough: nothing,
  usePracticePair: nothing,
  openReport: nothing,
  copy: text('text'),
  insert: text('text'),
  openLink: text('href'),
};

/**
 * A message from the sidebar's page, which shows what models wrote and so is not trusted to keep to the protocol.
 *
 * @returns only what the protocol names; undefined for anything that is not one of its messages
 */
export function parseSidebarMessage(message: unknown): SidebarToHost | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  const { type, ...fields } = message as Fields;
  if (typeof type !== 'string' || !Object.hasOwn(shapes, type)) return undefined;
  const parsed = shapes[type as SidebarToHost['type']](fields);
  return parsed && ({ type, ...parsed } as SidebarToHost);
}

function isSide(value: unknown): boolean {
  return value === 'strong' || value === 'weak';
}

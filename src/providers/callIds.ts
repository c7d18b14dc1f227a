import type { ModelRef } from '../routing/chat';

/** The shape of tool-call ids that one vendor takes, and how another's is replaced: by its place in the conversation. */
export interface CallIdShape {
  readonly accepted: RegExp;
  readonly made: (place: number) => string;
}

const turnoutId = (place: number) => `turnout_${place}`;
export const anthropicIds: CallIdShape = { accepted: /^[\w-]+$/, made: turnoutId };
/** OpenAI itself takes ids of up to 40 characters. */
const openAiIds: CallIdShape = { accepted: /^.{1,40}$/s, made: turnoutId };
export const mistralIds: CallIdShape = {
  accepted: /^[a-zA-Z0-9]{9}$/,
  made: (place) => `T${String(place).padStart(8, '0')}`,
};

/** @returns what a model behind the chat completions API takes, as its name and address tell */
export function callIdsOf({ model, baseUrl }: ModelRef): CallIdShape {
  return /(mi|mini|code|dev|magi)stral|pixtral/i.test(`${model} ${new URL(baseUrl).hostname}`)
    ? mistralIds
    : openAiIds;
}

/** Replaces ids of another shape, always the same one by the same, so that a conversation's beginning stays as it was. */
export function callIdReplacer({ accepted, made }: CallIdShape): (id: string) => string {
  const replaced = new Map<string, string>();
  return (id) => {
    if (accepted.test(id)) return id;
    const known = replaced.get(id) ?? made(replaced.size + 1);
    replaced.set(id, known);
    return known;
  };
}

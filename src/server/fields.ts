import type { MessagePart } from '../routing/chat';

/** The fields of a JSON object. */
export type Fields = Readonly<Record<string, unknown>>;

/** A field of a request that is not what it must be. */
export class BadField extends Error {
  override readonly name = 'BadField';

  /** @param field where it is, such as `messages.0.content` */
  constructor(
    readonly field: string,
    problem: string,
  ) {
    super(`${field}: ${problem}`);
  }
}

/** Reads the value of a field. @throws BadField when it is of another type */
export type Read<T> = (value: unknown, field: string) => T;

export const readObject: Read<Fields> = (value, field) => {
  if (isObject(value)) return value;
  throw new BadField(field, 'must be an object.');
};

export const readText: Read<string> = (value, field) => {
  if (typeof value === 'string') return value;
  throw new BadField(field, 'must be a string.');
};

export const readFlag: Read<boolean> = (value, field) => {
  if (typeof value === 'boolean') return value;
  throw new BadField(field, 'must be true or false.');
};

export const readNumber: Read<number> = (value, field) => {
  if (typeof value === 'number') return value;
  throw new BadField(field, 'must be a number.');
};

/** A number of tokens. */
export const readCount: Read<number> = (value, field) => {
  if (typeof value === 'number' && Number.isInteger(value) && value > 0) return value;
  throw new BadField(field, 'must be a whole number above 0.');
};

/** A list, each of its values read by `read`. */
export function readList<T>(value: unknown, field: string, read: Read<T>): T[] {
  if (!Array.isArray(value)) throw new BadField(field, 'must be a list.');
  return value.map((item, index) => read(item, `${field}.${index}`));
}

/** A message's content: a string, or a list of parts, each read by `read`. */
export function readContent(value: unknown, field: string, read: Read<MessagePart[]>): MessagePart[] {
  if (typeof value === 'string') return [{ type: 'text', text: value }];
  if (Array.isArray(value)) return readList(value, field, read).flat();
  throw new BadField(field, 'must be a string or a list of parts.');
}

/** @returns undefined where the field is left out or null */
export function readOptional<T>(value: unknown, field: string, read: Read<T>): T | undefined {
  return value === undefined || value === null ? undefined : read(value, field);
}

export function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

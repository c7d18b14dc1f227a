import { TurnoutError } from '../routing/errors';

export type Json = Readonly<Record<string, unknown>>;

/** @param what it is, at the beginning of a sentence */
export function objectAt(value: unknown, what: string): Json {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw wrong(`${what} must be a JSON object.`);
}

/**
 * @param where the object stands, with a dot behind it
 * @param keyHint said of a field that seems to hold a key
 * @throws TurnoutError `bad-input` where there are other fields
 */
export function refuseOthers(json: Json, known: readonly string[], where: string, keyHint?: string): void {
  const other = Object.keys(json).find((name) => !known.includes(name));
  if (other === undefined) return;
  const names = `It may hold ${known.map((name) => `"${where}${name}"`).join(', ')}.`;
  const hint = /key|token|secret/i.test(other) ? (keyHint ?? names) : names;
  throw wrong(`The file of --config may not hold "${where}${other}". ${hint}`);
}

export function wrong(message: string): TurnoutError {
  return new TurnoutError('bad-input', message);
}

import { readFile } from 'node:fs/promises';
import { messageOf, TurnoutError } from '../routing/errors';

/** Reads one line's value; `fail` throws an error that names the file and the line. */
export type ParseLine<T> = (value: unknown, fail: (problem: string) => never) => T | undefined;

/**
 * Reads JSON lines; empty lines are passed over.
 *
 * @param expected what the file should be, for messages
 * @param parseLine gives undefined for a value that is not of the expected form
 * @throws TurnoutError `bad-input` naming the file, the line and what the file should be
 */
export async function readJsonLines<T>(
  file: string,
  expected: string,
  parseLine: ParseLine<T>,
): Promise<T[]> {
  const values: T[] = [];
  for (const [index, line] of (await readText(file, expected)).split('\n').entries()) {
    if (line.trim() === '') continue;
    const place = `${file}, line ${index + 1}`;
    const value = parseLine(parseJson(line), (problem) => {
      throw new TurnoutError('bad-input', `${place}: ${problem}`);
    });
    if (value === undefined) {
      throw new TurnoutError('bad-input', `${place}: the file should be ${expected}.`);
    }
    values.push(value);
  }
  return values;
}

/** @throws TurnoutError `bad-input` naming the file and what it should have been */
export async function readText(file: string, expected: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw unreadable(file, expected, error);
  }
}

export function unreadable(file: string, expected: string, error: unknown): TurnoutError {
  return new TurnoutError(
    'bad-input',
    `${file} cannot be read (${messageOf(error)}): it should be ${expected}.`,
    { cause: error },
  );
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

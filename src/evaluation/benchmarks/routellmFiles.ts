import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { messageOf, TurnoutError } from '../../routing/errors';
import type { BenchmarkRow } from '../benchmark';

/** RouteLLM's names for the pair that all its benchmark files are about. */
export const strongModel = 'gpt-4-1106-preview';
export const weakModel = 'mistralai/Mixtral-8x7B-Instruct-v0.1';

/**
 * Finds RouteLLM's benchmark files: `dataFolder` is a clone of lm-sys/RouteLLM or holds one as `RouteLLM`.
 *
 * @returns the folder `routellm/evals`
 */
export async function locateEvals(dataFolder: string): Promise<string> {
  const candidates = [path.join(dataFolder, 'RouteLLM'), dataFolder].map((clone) =>
    path.join(clone, 'routellm', 'evals'),
  );
  for (const candidate of candidates) {
    if (await isFolder(candidate)) return candidate;
  }
  throw new TurnoutError(
    'bad-input',
    `No benchmark files in ${dataFolder}: neither ${candidates.join(' nor ')} is a folder. ` +
      'Pass a clone of https://github.com/lm-sys/RouteLLM, or the folder that holds one as RouteLLM.',
  );
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
    {
      cause: error,
    },
  );
}

/**
 * Reads JSON lines.
 *
 * @param parseLine gives undefined for a value that is not of the expected form
 */
export async function readJsonLines<T>(
  file: string,
  expected: string,
  parseLine: (value: unknown) => T | undefined,
): Promise<T[]> {
  const values: T[] = [];
  for (const [index, line] of (await readText(file, expected)).split('\n').entries()) {
    if (line.trim() === '') continue;
    const value = parseLine(parseJson(line));
    if (value === undefined) {
      throw new TurnoutError('bad-input', `${file}, line ${index + 1}: the file should be ${expected}.`);
    }
    values.push(value);
  }
  return values;
}

/** The prompts of this benchmark that RouteLLM found in its training data, and never reports on. */
export async function readContaminatedPrompts(benchmarkFolder: string): Promise<ReadonlySet<string>> {
  const file = path.join(benchmarkFolder, 'contaminated_prompts.jsonl');
  return new Set(
    await readJsonLines(file, 'RouteLLM\'s JSON lines of {"eval_prompt": "…"}', (value) => {
      const prompt = isObject(value) ? value.eval_prompt : undefined;
      return typeof prompt === 'string' ? prompt : undefined;
    }),
  );
}

/** Reads a table of prompts and whether each model of the pair answered right. */
export async function readResponses(file: string): Promise<BenchmarkRow[]> {
  const columns = ['prompt', strongModel, weakModel];
  const expected = `RouteLLM's CSV file with the columns ${columns.join(', ')}`;
  const text = await readText(file, expected);
  let records: Record<string, string | undefined>[];
  try {
    records = parse(text, { columns: true, bom: true, skip_empty_lines: true });
  } catch (error) {
    throw unreadable(file, expected, error);
  }
  return records.map((record, index) => {
    const row = `${file}, row ${index + 1}`;
    const missing = columns.find((column) => record[column] === undefined);
    if (missing !== undefined) {
      throw new TurnoutError(
        'bad-input',
        `${row} has no column "${missing}": the file should be ${expected}.`,
      );
    }
    return {
      prompt: record.prompt ?? '',
      strongScore: parseRight(record[strongModel], strongModel, row),
      weakScore: parseRight(record[weakModel], weakModel, row),
    };
  });
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function parseRight(text: string | undefined, column: string, row: string): number {
  if (text === 'True') return 1;
  if (text === 'False') return 0;
  throw new TurnoutError('bad-input', `${row}: "${column}" should be True or False, not "${text}".`);
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

async function isFolder(candidate: string): Promise<boolean> {
  try {
    return (await stat(candidate)).isDirectory();
  } catch {
    return false;
  }
}

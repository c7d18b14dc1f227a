import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { TurnoutError } from '../../routing/errors';
import type { BenchmarkRow } from '../benchmark';
import { isObject, readJsonLines, readText, unreadable } from '../jsonLines';

/** RouteLLM's names for the pair that all its benchmark files are about. */
export const strongModel = 'gpt-4-1106-preview';
export const weakModel = 'mistralai/Mixtral-8x7B-Instruct-v0.1';

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

function parseRight(text: string | undefined, column: string, row: string): number {
  if (text === 'True') return 1;
  if (text === 'False') return 0;
  throw new TurnoutError('bad-input', `${row}: "${column}" should be True or False, not "${text}".`);
}

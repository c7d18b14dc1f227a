import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { TurnoutError } from '../routing/errors';
import type { BenchmarkRow } from './benchmark';
import { isObject, readJsonLines, unreadable } from './jsonLines';

/** One prompt with the scores that models got on it. */
export interface Outcome {
  readonly prompt: string;
  readonly split: Split;
  /** What kind of work it is, where the row says. */
  readonly task?: string;
  /** Model → score in [0, 1]. At least one. */
  readonly scores: ReadonlyMap<string, number>;
}

/** `train` rows may be learned from, `test` rows are only ever measured on. */
export type Split = 'train' | 'test';

/** Which models of an outcome file make the pair, and which of its rows count. */
export interface OutcomeSelection {
  readonly strong: string;
  readonly weak: string;
  readonly split: Split;
}

const expected = 'JSON lines of {"prompt": "…", "split": "train" or "test", "scores": {"model": 0 to 1, …}}';

/**
 * Reads an outcome file.
 *
 * @throws TurnoutError `bad-input` naming the file, and the line of a row that is malformed or has no scores
 */
export async function readOutcomes(file: string): Promise<Outcome[]> {
  const outcomes = await readJsonLines(file, expected, parseOutcome);
  if (outcomes.length === 0) {
    throw new TurnoutError('bad-input', `${file} holds no rows: it should be ${expected}.`);
  }
  return outcomes;
}

/**
 * The rows of an outcome file on which a pair can be measured: those of one split where both models have a score.
 *
 * @returns the rows, and how many of the split were left out for want of a score
 * @throws TurnoutError `bad-input` as {@link readOutcomes}, or when the split has no rows, no row has one of the models,
 * or no row has both
 */
export async function outcomeRows(
  file: string,
  { strong, weak, split }: OutcomeSelection,
): Promise<{ readonly rows: BenchmarkRow[]; readonly unscored: number }> {
  const outcomes = (await readOutcomes(file)).filter((outcome) => outcome.split === split);
  if (outcomes.length === 0) {
    throw new TurnoutError('bad-input', `${file} has no row whose split is "${split}".`);
  }
  for (const model of [strong, weak]) {
    if (outcomes.some(({ scores }) => scores.has(model))) continue;
    throw new TurnoutError('bad-input', `${file}: none of its ${split} rows has a score of "${model}".`);
  }
  const rows: BenchmarkRow[] = [];
  for (const { prompt, scores } of outcomes) {
    const strongScore = scores.get(strong);
    const weakScore = scores.get(weak);
    if (strongScore !== undefined && weakScore !== undefined) rows.push({ prompt, strongScore, weakScore });
  }
  if (rows.length === 0) {
    throw new TurnoutError(
      'bad-input',
      `${file}: none of its ${split} rows has scores of both "${strong}" and "${weak}".`,
    );
  }
  return { rows, unscored: outcomes.length - rows.length };
}

/** @returns the outcome files of a folder, in the order of their names */
export async function listOutcomeFiles(folder: string): Promise<string[]> {
  const what = 'a folder of outcome files';
  let names: string[];
  try {
    names = (await readdir(folder)).filter((name) => name.endsWith('.jsonl'));
  } catch (error) {
    throw unreadable(folder, what, error);
  }
  if (names.length === 0) {
    throw new TurnoutError('bad-input', `${folder} holds no .jsonl file: it should be ${what}.`);
  }
  return names.sort().map((name) => path.join(folder, name));
}

function parseOutcome(value: unknown, fail: (problem: string) => never): Outcome | undefined {
  if (!isObject(value)) return undefined;
  const { prompt, split, scores, task } = value;
  if (typeof prompt !== 'string' || (split !== 'train' && split !== 'test')) return undefined;
  if (prompt.trim() === '') return fail('its prompt is empty.');
  const entries = isObject(scores) ? Object.entries(scores) : [];
  if (entries.length === 0) return fail('the row has no scores.');
  const byModel = new Map<string, number>();
  for (const [model, score] of entries) {
    if (typeof score !== 'number' || !(score >= 0 && score <= 1)) {
      return fail(`the score of "${model}" should be a number from 0 to 1, not ${JSON.stringify(score)}.`);
    }
    byModel.set(model, score);
  }
  return { prompt, split, scores: byModel, ...(typeof task === 'string' && { task }) };
}

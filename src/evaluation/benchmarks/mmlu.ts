import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { TurnoutError } from '../../routing/errors';
import type { Benchmark } from '../benchmark';
import { unreadable } from '../jsonLines';
import { readContaminatedPrompts, readResponses } from './routellmFiles';

/** MMLU, 5-shot answers: multiple choice questions of 57 subjects, a file each. */
export const mmlu: Benchmark = {
  name: 'mmlu',
  title: 'MMLU',
  group: 'paper',
  scale: 'accuracy',
  paperApgr: 0.603,
  read: async ({ evals }) => {
    const folder = path.join(evals, 'mmlu');
    const contaminated = await readContaminatedPrompts(folder);
    const tables = await Promise.all((await listSubjects(path.join(folder, 'responses'))).map(readResponses));
    const all = tables.flat();
    const rows = all.filter((row) => !contaminated.has(row.prompt));
    return { rows, contaminated: all.length - rows.length, unscored: 0 };
  },
};

async function listSubjects(folder: string): Promise<string[]> {
  const expected = "RouteLLM's folder of CSV files, one a subject";
  let names: string[];
  try {
    names = (await readdir(folder)).filter((name) => name.endsWith('.csv'));
  } catch (error) {
    throw unreadable(folder, expected, error);
  }
  if (names.length === 0) {
    throw new TurnoutError('bad-input', `${folder} holds no CSV file: it should be ${expected}.`);
  }
  return names.sort().map((name) => path.join(folder, name));
}

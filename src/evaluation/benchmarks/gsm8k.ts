import path from 'node:path';
import type { Benchmark } from '../benchmark';
import { readContaminatedPrompts, readResponses } from './routellmFiles';

/** GSM8K, 8-shot answers: word problems of primary school mathematics. */
export const gsm8k: Benchmark = {
  name: 'gsm8k',
  title: 'GSM8K',
  group: 'paper',
  scale: 'accuracy',
  paperApgr: 0.622,
  read: async ({ evals }) => {
    const folder = path.join(evals, 'gsm8k');
    const contaminated = await readContaminatedPrompts(folder);
    const all = await readResponses(path.join(folder, 'gsm8k_responses.csv'));
    const rows = all.filter((row) => !contaminated.has(row.prompt));
    return { rows, contaminated: all.length - rows.length, unscored: 0 };
  },
};

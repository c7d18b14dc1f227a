import { createHash } from 'node:crypto';
import { appendFile, mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** What one scorer said of prompts, kept between runs. */
export interface ScoreCache {
  get(prompt: string): number | undefined;
  /** Writes now and then, and for certain at {@link ScoreCache.close}. */
  add(prompt: string, score: number): Promise<void>;
  close(): Promise<void>;
}

/** Scores that wait to be written together. */
const batch = 100;

/**
 * Opens `<folder>/<scorer>.jsonl`: a line for each prompt with a hash in place of its text, which the file never holds.
 *
 * @param scorer a file's name that changes whenever the scores might
 */
export async function openScoreCache(folder: string, scorer: string): Promise<ScoreCache> {
  const file = path.join(folder, `${scorer}.jsonl`);
  const known = new Map(parseLines(await readIfThere(file)));
  let waiting: string[] = [];

  const write = async () => {
    if (waiting.length === 0) return;
    const lines = waiting.join('');
    waiting = [];
    await mkdir(folder, { recursive: true });
    await appendFile(file, lines);
  };
  return {
    get: (prompt) => known.get(hashText(prompt)),
    add: async (prompt, score) => {
      const hash = hashText(prompt);
      known.set(hash, score);
      waiting.push(`${JSON.stringify({ prompt: hash, score })}\n`);
      if (waiting.length >= batch) await write();
    },
    close: write,
  };
}

/** Of the text exactly as it is: white space and case may change a score. */
function hashText(prompt: string): string {
  return createHash('sha256').update(prompt.toWellFormed(), 'utf8').digest('hex').slice(0, 24);
}

async function readIfThere(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

/** A line that a broken-off run left unfinished is passed over: its prompt is scored again. */
function* parseLines(text: string): Generator<[string, number]> {
  for (const line of text.split('\n')) {
    const [, prompt, score] = /^\{"prompt":"([0-9a-f]{24})","score":([-+.e\d]+)\}$/.exec(line) ?? [];
    if (prompt !== undefined) yield [prompt, Number(score)];
  }
}

import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { isObject, readJsonLines, readText } from '../evaluation/jsonLines';
import type { EverydayPrompts, LanguagePair } from '../evaluation/study/balance';
import { hashPrompt } from '../node/promptHash';
import { messageOf, TurnoutError } from '../routing/errors';

export interface SourcedPrompt {
  readonly source: string;
  readonly prompt: string;
}

/**
 * Reads the prompts that calibration never saw: of `prompts/*.jsonl` in the data folder the half whose hash is odd.
 *
 * @param languagePairsFile JSON array of `{"en": "…", "ja": "…"}`
 * @param everydayPairsFile JSON array of `{"language": "…", "easy": "…", "hard": "…"}`
 * @throws TurnoutError `bad-input` naming the file, and the line where there is one
 */
export async function readEverydayPrompts(
  dataFolder: string,
  languagePairsFile: string,
  everydayPairsFile: string,
): Promise<EverydayPrompts> {
  const heldOut = await readHeldOutPrompts(dataFolder);
  const of = (kind: string) =>
    heldOut.filter(({ source }) => source.startsWith(kind)).map(({ prompt }) => prompt);
  return {
    chat: of('arena_hard'),
    coding: of('bigcodebench'),
    languagePairs: await readLanguagePairs(languagePairsFile),
    byLanguage: await readByLanguage(everydayPairsFile),
  };
}

/**
 * Of `prompts/*.jsonl` in the data folder the half whose hash is odd.
 *
 * @throws TurnoutError `bad-input` naming the file, and the line where there is one
 */
export async function readHeldOutPrompts(dataFolder: string): Promise<SourcedPrompt[]> {
  const folder = path.join(dataFolder, 'prompts');
  const heldOut: SourcedPrompt[] = [];
  for (const name of (await listFolder(folder)).filter((one) => one.endsWith('.jsonl')).sort()) {
    const expected = 'JSON lines of {"source": "…", "prompt": "…"}';
    const rows = await readJsonLines(path.join(folder, name), expected, parsePrompt);
    heldOut.push(
      ...rows.filter(({ prompt }) => Number.parseInt(hashPrompt(prompt).slice(0, 2), 16) % 2 === 1),
    );
  }
  return heldOut;
}

async function listFolder(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    throw new TurnoutError(
      'bad-input',
      `${folder} cannot be read (${messageOf(error)}): it should be a folder of prompt files.`,
      { cause: error },
    );
  }
}

function parsePrompt(value: unknown): SourcedPrompt | undefined {
  if (!isObject(value)) return undefined;
  const { source, prompt } = value;
  return typeof source === 'string' && typeof prompt === 'string' ? { source, prompt } : undefined;
}

async function readLanguagePairs(file: string): Promise<LanguagePair[]> {
  const expected = 'a JSON array of {"en": "…", "ja": "…"}';
  const pairs = parseArray(await readText(file, expected));
  if (pairs === undefined) throw new TurnoutError('bad-input', `${file} should be ${expected}.`);
  return pairs.map((pair, index) => {
    if (isObject(pair) && typeof pair.en === 'string' && typeof pair.ja === 'string') {
      return { english: pair.en, japanese: pair.ja };
    }
    throw new TurnoutError('bad-input', `${file}, entry ${index + 1}: the file should be ${expected}.`);
  });
}

async function readByLanguage(file: string): Promise<Record<string, string[]>> {
  const expected = 'a JSON array of {"language": "…", "easy": "…", "hard": "…"}';
  const rows = parseArray(await readText(file, expected));
  if (rows === undefined) throw new TurnoutError('bad-input', `${file} should be ${expected}.`);
  const prompts: Record<string, string[]> = {};
  for (const [index, row] of rows.entries()) {
    if (!isObject(row) || typeof row.language !== 'string') {
      throw new TurnoutError('bad-input', `${file}, entry ${index + 1}: the file should be ${expected}.`);
    }
    const asked = [row.easy, row.hard].filter((prompt) => typeof prompt === 'string');
    prompts[row.language] = [...(prompts[row.language] ?? []), ...asked];
  }
  return prompts;
}

function parseArray(text: string): readonly unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

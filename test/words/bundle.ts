import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { readTexts, type SourceTexts } from './sourceTexts';

const repository = path.resolve(import.meta.dirname, '../..');

export type Bundle = Readonly<Record<string, string>>;

/** @param file from the repository's root */
export function readJson<T>(file: string): T {
  return JSON.parse(readFileSync(path.join(repository, file), 'utf8')) as T;
}

/** The texts of the sources below some folders, by file. */
export function textsBelow(folders: readonly string[]): ReadonlyMap<string, SourceTexts> {
  const files = folders.flatMap((folder) => globSync(`${folder}/**/*.ts`, { cwd: repository })).sort();
  return new Map(
    files.map((file) => [file, readTexts(readFileSync(path.join(repository, file), 'utf8'))] as const),
  );
}

/** The places {0}, {1} … that values go to, each once. */
export function placesOf(text: string): string[] {
  return [...new Set(text.match(/\{\d+\}/g))].sort();
}

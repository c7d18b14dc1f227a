import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..', '..');

/** Every module of src by its path from the root, installed packages left out. */
export function readSources(): ReadonlyMap<string, string> {
  const files = readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .map((file) => path.posix.join('src', file.replaceAll(path.sep, '/')))
    .filter((file) => /\.[cm]?[jt]sx?$/.test(file) && !file.includes('/node_modules/'));
  return new Map(files.map((file) => [file, readFileSync(path.join(root, file), 'utf8')]));
}

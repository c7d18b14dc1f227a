import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readPages } from './pages';

const root = path.join(import.meta.dirname, '..', '..');
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const texts: Record<string, string> = JSON.parse(readFileSync(path.join(root, 'package.nls.json'), 'utf8'));
const settings: Record<string, { scope: string }> = manifest.contributes.configuration.properties;
const commands: readonly { command: string; title: string }[] = manifest.contributes.commands;

/** All that a pattern's group finds, with the page it is on. */
function named(pattern: RegExp, pages = readPages()): readonly (readonly [page: string, name: string])[] {
  return pages.flatMap(({ file, text }) =>
    [...text.matchAll(pattern)].map(([, name = '']) => [file, name.replaceAll(/\s+/g, ' ')] as const),
  );
}

/** Those that are not among the known, to be read in a failure. */
function unknown(found: ReturnType<typeof named>, known: ReadonlySet<string>): readonly string[] {
  expect(found.length).toBeGreaterThan(0);
  return found.filter(([, name]) => !known.has(name)).map(([page, name]) => `${page}: ${name}`);
}

test('every setting, command, view and context that a page names is one', () => {
  const ids = new Set([
    ...Object.keys(settings),
    ...commands.map(({ command }) => command),
    'turnout.sidebar',
    'turnout.server',
    `${manifest.publisher}.${manifest.name}`,
  ]);
  expect(unknown(named(/[`"](turnout\.(?!vsix)[a-zA-Z.]+)[`"]/g), ids)).toEqual([]);
});

test('every command that a page names by its title has that title', () => {
  const titles = new Set(commands.map(({ title }) => texts[title.replaceAll('%', '')] ?? title));
  expect(unknown(named(/\*\*Turnout:\s+([^*]+)\*\*/g), titles)).toEqual([]);
});

test('every npm script that a page names is one', () => {
  const scripts = new Set([...Object.keys(manifest.scripts), 'ci']);
  expect(unknown(named(/\bnpm run ([\w:-]+)/g), scripts)).toEqual([]);
});

test('every command of the command line that a page names is one', () => {
  const sources = named(/\.command\('(\w+)/g, [
    ...['route', 'score', 'calibrate', 'evaluate', 'learning', 'report', 'serve'].map((name) => ({
      file: name,
      text: readFileSync(path.join(root, 'src', 'cli', `${name}Command.ts`), 'utf8'),
    })),
  ]);
  const known = new Set(sources.map(([, name]) => name));
  expect(known.size).toBeGreaterThanOrEqual(7);
  expect(unknown(named(/(?:^|`)turnout ([a-z]+)\b/gm), known)).toEqual([]);
});

test('no folder can change a setting, as docs/settings.md says', () => {
  const scopes = new Set(Object.values(settings).map(({ scope }) => scope));
  expect([...scopes].sort()).toEqual(['application', 'machine']);
});

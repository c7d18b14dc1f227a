import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { marked } from 'marked';
import { expect, it } from 'vitest';
import { importsOf } from '../architecture/importRules';
import { readSources } from '../architecture/sources';

const root = path.join(import.meta.dirname, '..', '..');
const page = readFileSync(path.join(root, 'docs', 'architecture.md'), 'utf8');

function drawnArrows(): string[] {
  const picture = marked.lexer(page).find((token) => token.type === 'code' && token.lang === 'mermaid');
  const text = picture?.type === 'code' ? String(picture.text) : '';
  return [...text.matchAll(/^ {2}(\w+) (-->|-\.->) (\w+)$/gm)].map(
    ([, from, arrow, to]) => `${from} ${arrow} ${to}`,
  );
}

/** Between folders of src; types alone make a broken arrow. */
function importArrows(): string[] {
  const values = new Set<string>();
  const all = new Set<string>();
  for (const [file, source] of readSources()) {
    const from = file.split('/')[1] ?? '';
    for (const { specifier, kind } of importsOf(source)) {
      if (!specifier.startsWith('.')) continue;
      const [top, to = ''] = path.posix.join(path.posix.dirname(file), specifier).split('/');
      if (top !== 'src' || to === from) continue;
      all.add(`${from} ${to}`);
      if (kind === 'value') values.add(`${from} ${to}`);
    }
  }
  return [...all].map((pair) => pair.replace(' ', values.has(pair) ? ' --> ' : ' -.-> '));
}

it('the picture shows the imports between folders, all of them and no other', () => {
  expect(drawnArrows().sort()).toEqual(importArrows().sort());
});

it('every folder of src is named', () => {
  const folders = readdirSync(path.join(root, 'src'));
  expect(folders.filter((folder) => !page.includes(`\`${folder}\``))).toEqual([]);
});

it('every link to a file leads somewhere', () => {
  const links = [...page.matchAll(/\]\(([^)#]+)\)/g)].map(([, target = '']) => target);
  expect(links.length).toBeGreaterThan(5);
  expect(links.filter((target) => !existsSync(path.join(root, 'docs', target)))).toEqual([]);
});

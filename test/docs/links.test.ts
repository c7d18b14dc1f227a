import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { anchorsOf, readPages, targetsOf } from './pages';

const root = path.join(import.meta.dirname, '..', '..');
const pages = readPages();

/** What is wrong with a link; undefined where it leads somewhere. Addresses on the network are not asked. */
function problemOf(file: string, target: string): string | undefined {
  if (/^(https?|mailto):/.test(target)) return undefined;
  const [name = '', anchor] = target.split('#');
  const place = name === '' ? file : path.posix.join(path.posix.dirname(file), name);
  if (place.startsWith('..')) return 'leads out of the repository';
  if (!existsSync(path.join(root, place))) return 'leads nowhere';
  const page = pages.find((each) => each.file === place);
  return anchor === undefined || page === undefined || anchorsOf(page).has(anchor)
    ? undefined
    : 'no such heading';
}

test('every link and picture of every page is there', () => {
  expect(pages.length).toBeGreaterThan(15);
  const links = pages.flatMap((page) => targetsOf(page).map((target) => [page.file, target] as const));
  expect(links.length).toBeGreaterThan(50);
  const broken = links.flatMap(([file, target]) => {
    const problem = problemOf(file, target);
    return problem === undefined ? [] : [`${file}: ${target} ${problem}`];
  });
  expect(broken).toEqual([]);
});

test.each([
  ['README.md', 'docs/no-such-page.md', 'leads nowhere'],
  ['docs/architecture.md', 'architecture.md#no-such-heading', 'no such heading'],
  ['README.md', '../elsewhere.md', 'leads out of the repository'],
  ['docs/architecture.md', '#the-rooms', undefined],
])('of a link on %s to %s the check says: %s', (file, target, problem) => {
  expect(problemOf(file, target)).toBe(problem);
});

import path from 'node:path';
import { importsOf } from './importRules';

/**
 * Finds files that import each other in a circle, types included.
 *
 * @param sources text by path from the repository's root
 * @returns each circle once, as `a → b → a`
 */
export function findCircles(sources: ReadonlyMap<string, string>): string[] {
  const circles: string[] = [];
  const settled = new Set<string>();
  const trail: string[] = [];
  const visit = (file: string) => {
    const start = trail.indexOf(file);
    if (start >= 0) circles.push([...trail.slice(start), file].join(' → '));
    if (start >= 0 || settled.has(file)) return;
    trail.push(file);
    for (const target of targetsOf(file, sources)) visit(target);
    trail.pop();
    settled.add(file);
  };
  for (const file of sources.keys()) visit(file);
  return circles;
}

function targetsOf(file: string, sources: ReadonlyMap<string, string>): string[] {
  return importsOf(sources.get(file) ?? '').flatMap(({ specifier }) => {
    if (!specifier.startsWith('.')) return [];
    const target = path.posix.join(path.posix.dirname(file), specifier);
    return [target, `${target}.ts`].filter((name) => sources.has(name));
  });
}

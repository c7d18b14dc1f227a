import path from 'node:path';
import { importsOf } from './importRules';

type Arrows = ReadonlyMap<string, readonly string[]>;

/**
 * Finds files that import each other in a circle, types included.
 *
 * @param sources text by path from the repository's root
 * @returns each circle once, as `a → b → a`
 */
export function findCircles(sources: ReadonlyMap<string, string>): string[] {
  return circlesOf(importArrows(sources));
}

/** Finds neighbours, folders or files of the same folder, that import each other in a circle. @see findCircles */
export function findRoomCircles(sources: ReadonlyMap<string, string>): string[] {
  const arrows = new Map<string, string[]>();
  for (const [file, targets] of importArrows(sources)) {
    for (const target of targets) {
      const [room, other] = parting(file, target);
      arrows.set(room, [...(arrows.get(room) ?? []), other]);
    }
  }
  return circlesOf(arrows);
}

function circlesOf(arrows: Arrows): string[] {
  const circles: string[] = [];
  const settled = new Set<string>();
  const trail: string[] = [];
  const visit = (place: string) => {
    const start = trail.indexOf(place);
    if (start >= 0) circles.push([...trail.slice(start), place].join(' → '));
    if (start >= 0 || settled.has(place)) return;
    trail.push(place);
    for (const target of new Set(arrows.get(place))) visit(target);
    trail.pop();
    settled.add(place);
  };
  for (const place of arrows.keys()) visit(place);
  return circles;
}

function importArrows(sources: ReadonlyMap<string, string>): Arrows {
  return new Map([...sources].map(([file, source]) => [file, targetsOf(file, source, sources)]));
}

function targetsOf(file: string, source: string, sources: ReadonlyMap<string, string>): string[] {
  return importsOf(source).flatMap(({ specifier }) => {
    if (!specifier.startsWith('.')) return [];
    const target = path.posix.join(path.posix.dirname(file), specifier);
    return [target, `${target}.ts`].filter((name) => sources.has(name));
  });
}

/** Where the ways to two files part: `src/a/b.ts` and `src/c/d/e.ts` at `src/a` and `src/c`. */
function parting(file: string, other: string): [string, string] {
  const [names, others] = [file.split('/'), other.split('/')];
  const depth = names.findIndex((name, position) => name !== others[position]) + 1;
  return [names.slice(0, depth).join('/'), others.slice(0, depth).join('/')];
}

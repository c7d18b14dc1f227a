import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { marked } from 'marked';

const root = path.join(import.meta.dirname, '..', '..');

/** A page of the repository. */
export interface Page {
  /** Its path from the root. */
  readonly file: string;
  readonly text: string;
}

/** Every page that is written by hand or generated, and belongs to the repository. */
export function readPages(): readonly Page[] {
  const notOurs = (folder: string) => /(^|\/)(node_modules|shared|test-results|dist|\.\w[^/]*)$/.test(folder);
  return globSync('**/*.md', { cwd: root, exclude: notOurs }).map((file) => ({
    file,
    text: readFileSync(path.join(root, file), 'utf8'),
  }));
}

/** Where a page's links and pictures lead. */
export function targetsOf({ text }: Page): readonly string[] {
  const targets: string[] = [];
  marked.walkTokens(marked.lexer(text), (token) => {
    if (token.type === 'link' || token.type === 'image') targets.push(String(token.href));
  });
  return targets;
}

/** The names by which a page's headings can be linked to, as GitHub makes them. */
export function anchorsOf({ text }: Page): ReadonlySet<string> {
  const anchors = new Set<string>();
  marked.walkTokens(marked.lexer(text), (token) => {
    if (token.type !== 'heading') return;
    const words = String(token.text).replaceAll(/[`*_]/g, '').toLowerCase();
    anchors.add(words.replaceAll(/[^\p{L}\p{N}\s-]/gu, '').replaceAll(' ', '-'));
  });
  return anchors;
}

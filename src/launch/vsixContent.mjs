import { copyFileSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { repository } from './layout.mjs';

const require = createRequire(import.meta.url);

/**
 * Lays out what vsce is to look through for the VSIX of one target, so that it need not walk the whole repository, and
 * the list of what it may take.
 *
 * @param {string} target one of esbuild.js's targets
 * @param {string} folder an empty one, which gets links: vsce has to follow them
 * @param {string} [dist] what was built
 */
export function stage(target, folder, dist = path.join(repository, 'dist')) {
  const allowList = allowListOf(target);
  writeFileSync(path.join(folder, '.vscodeignore'), allowList);
  const names = allowList.split('\n').flatMap((line) => /^!([^/]+)/.exec(line)?.[1] ?? []);
  for (const name of readdirSync(repository)) {
    if (!names.some((pattern) => matches(name, pattern))) continue;
    const from = name === 'dist' ? dist : path.join(repository, name);
    const to = path.join(folder, name);
    // Windows lets anybody link folders, but not files.
    if (statSync(from).isDirectory()) symlinkSync(from, to, 'junction');
    else copyFileSync(from, to);
  }
}

/**
 * `.vscodeignore`, which lets in what runs anywhere, and for a machine that the encoder runs on also all weights and the
 * native code.
 *
 * @param {string} target
 */
function allowListOf(target) {
  const { nativeSources } = require(path.join(repository, 'esbuild.js'));
  const everywhere = readFileSync(path.join(repository, '.vscodeignore'), 'utf8');
  if (nativeSources(target).length === 0) return everywhere;
  return `${everywhere}!models/*\n!dist/native/${target}/*\n`;
}

/**
 * @param {string} name
 * @param {string} pattern with stars
 */
function matches(name, pattern) {
  return new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '.*')}$`).test(name);
}

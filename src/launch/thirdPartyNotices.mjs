import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { repository } from './layout.mjs';

/**
 * The licences of the packages whose code a build took in, as their terms ask for.
 *
 * @param {string[]} inputs files that went into the bundles, relative to the repository
 * @param {string[]} copied names of packages whose files are shipped beside the bundles
 */
export function thirdPartyNotices(inputs, copied) {
  const bundled = inputs.flatMap((file) => {
    // The last one, since a package may hold packages of its own.
    const match = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file.replaceAll('\\', '/'));
    return match === null ? [] : [match[0]];
  });
  const folders = new Set([...bundled, ...copied.map((name) => `node_modules/${name}`)]);
  const sections = [...folders].sort().map((folder) => notice(path.join(repository, folder)));
  return `Turnout contains code of these packages.\n\n${sections.join('\n\n')}\n`;
}

/** @param {string} folder */
function notice(folder) {
  const { name, version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const title = `${'='.repeat(80)}\n${name} ${version} (${license})\n`;
  const texts = readdirSync(folder)
    .filter((file) => /^(licen[cs]e|notice)/i.test(file) && existsSync(path.join(folder, file)))
    .map((file) => readFileSync(path.join(folder, file), 'utf8').trim());
  return [title, ...texts].join('\n');
}

import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { LaunchError } from './launchError.mjs';
import { repository } from './layout.mjs';

/** The texts of projects whose packages come without. */
const texts = path.join(repository, 'src', 'launch', 'licences');

/** @type {Readonly<Record<string, readonly string[]>>} */
const textsElsewhere = {
  'onnxruntime-common': ['onnxruntime.txt'],
  'onnxruntime-node': ['onnxruntime.txt', 'onnxruntime-third-parties.txt'],
  standardwebhooks: ['standardwebhooks.txt'],
};

/**
 * The licences of packages whose code is shipped, as their terms ask for.
 *
 * @param {readonly import('./shippedPackages.mjs').ShippedPackage[]} packages
 * @throws {LaunchError} for a package without a text
 */
export function thirdPartyNotices(packages) {
  return `Turnout contains code of these packages.\n\n${packages.map(notice).join('\n\n')}\n`;
}

/** @param {import('./shippedPackages.mjs').ShippedPackage} shipped */
function notice({ folder, name, version, license }) {
  const own = readdirSync(folder)
    .map((file) => path.join(folder, file))
    .filter((file) => /^(licen[cs]e|notice)/i.test(path.basename(file)) && statSync(file).isFile());
  const files = [...own, ...(textsElsewhere[name] ?? []).map((file) => path.join(texts, file))];
  if (files.length === 0) {
    throw new LaunchError(`${name} comes without the text of its licence: put it into ${texts}.`);
  }
  const title = `${'='.repeat(80)}\n${name} ${version} (${license})\n`;
  return [title, ...files.map((file) => readFileSync(file, 'utf8').trim())].join('\n');
}

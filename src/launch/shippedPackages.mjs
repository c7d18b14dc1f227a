import { readFileSync } from 'node:fs';
import path from 'node:path';
import { repository } from './layout.mjs';

/**
 * @typedef {object} ShippedPackage
 * @property {string} folder
 * @property {string} name
 * @property {string} version
 * @property {string} license as its package.json says it
 */

/** Packages of which files are shipped beside the bundles. */
const copied = ['onnxruntime-node', '@vscode/codicons'];

/**
 * The packages whose code is in some bundles or lies beside them, by name.
 *
 * @param {readonly string[]} inputs files that went into the bundles, relative to the repository
 * @returns {ShippedPackage[]}
 */
export function shippedPackages(inputs) {
  const bundled = inputs.flatMap((file) => {
    // The last one, since a package may hold packages of its own.
    const match = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file.replaceAll('\\', '/'));
    return match === null ? [] : [match[0]];
  });
  const folders = new Set([...bundled, ...copied.map((name) => `node_modules/${name}`)]);
  return [...folders].sort().map((relative) => {
    const folder = path.join(repository, relative);
    const { name, version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
    return { folder, name, version, license };
  });
}

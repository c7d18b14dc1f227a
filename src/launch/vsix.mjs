import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { runQuietly } from './childProcess.mjs';
import { LaunchError } from './launchError.mjs';
import { repository } from './layout.mjs';
import { shippedPackages } from './shippedPackages.mjs';
import { thirdPartyNotices } from './thirdPartyNotices.mjs';
import { stage } from './vsixContent.mjs';

const require = createRequire(import.meta.url);
/** What a person should have to download at most. */
const largestMegabytes = 45;

const vsce = path.join(repository, 'node_modules', '@vscode', 'vsce', 'vsce');

/**
 * Builds Turnout for one kind of machine and packs it.
 *
 * @param {string} target one of esbuild.js's targets
 * @param {string} file the VSIX to write
 * @returns {Promise<string[]>} what vsce warns of
 * @throws {LaunchError} as {@link packTurnout}
 */
export async function buildVsix(target, file) {
  await buildTurnout([target]);
  return packTurnout(target, file);
}

/**
 * Builds dist/ as VSIX files of all the given targets need it.
 *
 * @param {readonly string[]} targets
 * @returns {Promise<Record<string, string[]>>} the files that went into each bundle
 */
export async function buildTurnout(targets) {
  const { build } = require(path.join(repository, 'esbuild.js'));
  const inputs = await build({ production: true, natives: targets });
  const notices = thirdPartyNotices(shippedPackages(Object.values(inputs).flat()));
  writeFileSync(path.join(repository, 'dist', 'THIRD_PARTY_NOTICES.txt'), notices);
  return inputs;
}

/**
 * Packs what has been built.
 *
 * @param {string} target one of those it was built for
 * @param {string} file the VSIX to write
 * @returns {Promise<string[]>} what vsce warns of
 * @throws {LaunchError} also when the VSIX has become too large
 */
export async function packTurnout(target, file) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'turnout-pack-'));
  try {
    stage(target, folder);
    const kind = target === 'universal' ? [] : ['--target', target];
    const warnings = await pack(folder, file, ['--follow-symlinks', ...kind]);
    if (megabytes(file) <= largestMegabytes) return warnings;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  throw new LaunchError(
    `${file} has ${megabytes(file).toFixed(1)} MB, more than ${largestMegabytes}: look at what .vscodeignore lets in.`,
  );
}

/**
 * Packs an extension's folder as it is.
 *
 * @param {string} folder
 * @param {string} file
 * @param {string[]} [options] of `vsce package`
 * @returns {Promise<string[]>} what vsce warns of
 */
export async function pack(folder, file, options = []) {
  const args = [vsce, 'package', '--no-dependencies', ...options, '--out', file];
  const output = await runQuietly(process.execPath, args, { cwd: folder });
  if (!existsSync(file)) throw new LaunchError(`vsce wrote no ${file}:\n${output}`);
  return output.split('\n').filter((line) => line.includes('WARNING'));
}

/** @param {string} file */
export function megabytes(file) {
  return statSync(file).size / 1_000_000;
}

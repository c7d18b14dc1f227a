import { existsSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { runQuietly } from './childProcess.mjs';
import { LaunchError } from './launchError.mjs';
import { repository } from './layout.mjs';
import { thirdPartyNotices } from './thirdPartyNotices.mjs';

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
 * @throws {LaunchError} also when the VSIX has become too large
 */
export async function buildVsix(target, file) {
  const { build } = require(path.join(repository, 'esbuild.js'));
  const inputs = await build({ production: true, target });
  const notices = thirdPartyNotices(inputs, ['onnxruntime-node', '@vscode/codicons']);
  writeFileSync(path.join(repository, 'dist', 'THIRD_PARTY_NOTICES.txt'), notices);
  const warnings = await pack(repository, file, target === 'universal' ? [] : ['--target', target]);
  if (megabytes(file) <= largestMegabytes) return warnings;
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

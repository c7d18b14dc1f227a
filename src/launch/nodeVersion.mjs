import path from 'node:path';
import { runInForeground } from './childProcess.mjs';
import { LaunchError } from './launchError.mjs';
import { installVsCode, isVsCodeOnNpm, vscodeOfToday } from './vscodeFromNpm.mjs';

const needed = [22, 17];

/**
 * Sees to it that a command runs on a Node that its tools support. On Linux x64 an older one is no obstacle:
 * the command runs once more, on the Node that npm carries.
 *
 * @param {(args: string[]) => Promise<number>} main
 * @returns {(args: string[]) => Promise<number>}
 * @throws {LaunchError} where Node is too old and npm has none
 */
export function onRecentNode(main) {
  return async (args) => {
    if (isRecent(process.versions.node)) return main(args);
    if (!isVsCodeOnNpm()) {
      throw new LaunchError(
        `Turnout is built with Node ${needed.join('.')} or newer, and this is Node ${process.versions.node}. Install a newer one from https://nodejs.org and run the command again.`,
      );
    }
    await installVsCode(vscodeOfToday);
    const { node } = vscodeOfToday;
    const script = /** @type {string} */ (process.argv[1]);
    const PATH = [path.dirname(node), process.env.PATH].join(path.delimiter);
    return runInForeground(node, [script, ...args], { env: { ...process.env, PATH } });
  };
}

/** @param {string} version for example "22.17.0" */
export function isRecent(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [neededMajor = 0, neededMinor = 0] = needed;
  return major > neededMajor || (major === neededMajor && minor >= neededMinor);
}

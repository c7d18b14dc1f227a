import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createWriteStream, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { runQuietly } from './childProcess.mjs';
import { LaunchError } from './launchError.mjs';
import { createSecretKeeper, listenOnLoopback } from './secretKeeper.mjs';
import { vscodeOfToday } from './vscodeFromNpm.mjs';

/**
 * @typedef {object} ServerOptions
 * @property {import('./vscodeFromNpm.mjs').VsCodeBuild} [vscode] that of today by default
 * @property {string} data the folder that holds everything this VS Code remembers
 * @property {string} [extensions] the folder of its extensions; one inside `data` by default
 * @property {string} workspace the folder it opens
 * @property {readonly number[]} [ports] of which the first free one is taken; any free one by default
 * @property {boolean} [testDriver] lets a page run a test suite in the extension host
 * @property {NodeJS.ProcessEnv} [env] added to this process's environment
 */

/**
 * @typedef {object} VsCodeServer
 * @property {string} host for example "127.0.0.1:8137"
 * @property {string} url opens the workbench; holds the token without which the server answers nobody
 * @property {Promise<void>} ended resolves when the server has gone, wanted or not
 * @property {() => Promise<void>} stop resolves when the server has gone; its helpers follow within seconds
 */

/**
 * Starts VS Code on the loopback interface.
 *
 * @param {ServerOptions} options
 * @returns {Promise<VsCodeServer>}
 * @throws {LaunchError} when it does not come up, with its output
 */
export async function startVsCode(options) {
  const { data, ports = [0] } = options;
  mkdirSync(data, { recursive: true });
  const token = randomBytes(16).toString('hex');
  // In a folder of its own, since the path of a socket may only have 108 bytes.
  const socketFolder = mkdtempSync(path.join(os.tmpdir(), 'turnout-'));
  const socket = path.join(socketFolder, 'vscode.sock');
  const child = await spawnServer(options, token, socket);
  const front = createSecretKeeper({ socket, token, keyFile: path.join(data, 'secret-key') });
  const port = await listenOnLoopback(front, ports);
  // A folder that the server opens by itself has another authority than the files that extensions name, so that one
  // file would be two documents.
  const query = new URLSearchParams({ tkn: token, folder: options.workspace });
  const ended = child.ended.then(() => {
    front.close();
    front.closeAllConnections();
    rmSync(socketFolder, { recursive: true, force: true });
  });
  return {
    host: `127.0.0.1:${port}`,
    url: `http://127.0.0.1:${port}/?${query}`,
    ended,
    stop: async () => {
      child.kill();
      await ended;
    },
  };
}

/**
 * @param {ServerOptions} options
 * @param {string} token
 * @param {string} socket
 * @returns {Promise<{ ended: Promise<void>, kill: () => void }>} once it listens
 */
async function spawnServer({ vscode = vscodeOfToday, data, extensions, testDriver, env }, token, socket) {
  const tokenFile = path.join(data, 'token');
  writeFileSync(tokenFile, token, { mode: 0o600 });
  const logFile = path.join(data, 'server.log');
  const log = createWriteStream(logFile);

  const args = [vscode.serverScript, '--socket-path', socket, '--connection-token-file', tokenFile];
  args.push('--accept-server-license-terms', '--telemetry-level', 'off', '--disable-workspace-trust');
  args.push(...folderOptions(data, extensions ?? extensionsOf(data)));
  if (testDriver) args.push('--enable-smoke-test-driver');
  const child = spawn(vscode.node, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = /** @type {Promise<void>} */ (
    new Promise((resolve) => {
      child.on('exit', () => resolve());
      child.on('error', () => resolve());
    })
  );
  child.stderr.pipe(log);
  let output = '';
  await new Promise((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      log.write(chunk);
      output += chunk;
      if (output.includes('agent listening on')) resolve(undefined);
    });
    const fail = () =>
      reject(new LaunchError(`VS Code did not start:\n${output}\nThe rest is in ${logFile}.`));
    child.on('close', fail);
    child.on('error', fail);
  });
  // What it has started itself ends some seconds after it, and until then could still write.
  ended.then(() => {
    child.stdout.destroy();
    child.stderr.destroy();
  });
  return { ended, kill: () => child.kill('SIGTERM') };
}

/**
 * Installs VSIX files the way a person would, into the VS Code that keeps its things in `data`.
 *
 * @param {string[]} files
 * @param {string} data
 * @param {import('./vscodeFromNpm.mjs').VsCodeBuild} [vscode]
 */
export async function installVsix(files, data, vscode = vscodeOfToday) {
  const wanted = files.flatMap((file) => ['--install-extension', file]);
  await runQuietly(vscode.node, [
    vscode.serverScript,
    ...folderOptions(data, extensionsOf(data)),
    '--force',
    ...wanted,
  ]);
}

/**
 * Writes the user's settings and those of the machine, unless there are some.
 *
 * @param {string} data
 * @param {Record<string, unknown>} user
 * @param {Record<string, unknown>} [machine] settings that belong to the machine the extensions run on
 */
export function seedSettings(data, user, machine = {}) {
  seedFile(path.join(data, 'user', 'User', 'settings.json'), { ...quietSettings, ...user });
  seedFile(path.join(data, 'user', 'Machine', 'settings.json'), machine);
}

/**
 * @param {string} file
 * @param {Record<string, unknown>} settings
 */
function seedFile(file, settings) {
  if (existsSync(file)) return;
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(settings, undefined, 2)}\n`);
}

/** Nothing that asks, updates, reports or looks for a network that may not be there. */
const quietSettings = {
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'git.openRepositoryInParentFolders': 'never',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
};

/** @param {string} data */
export function extensionsOf(data) {
  return path.join(data, 'extensions');
}

/**
 * @param {string} data
 * @param {string} extensions
 */
function folderOptions(data, extensions) {
  return [
    ...['--server-data-dir', data],
    ...['--user-data-dir', path.join(data, 'user')],
    ...['--extensions-dir', extensions],
  ];
}

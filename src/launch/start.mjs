// npm start [-- --no-open]
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { onEndSignal, runQuietly } from './childProcess.mjs';
import { LaunchError, runCommand } from './launchError.mjs';
import { keptData, repository } from './layout.mjs';
import { onRecentNode } from './nodeVersion.mjs';
import { installPackages } from './packages.mjs';
import { progress } from './progress.mjs';
import { installVsCode, isVsCodeOnNpm, vscodeOfToday } from './vscodeFromNpm.mjs';
import { installVsix, seedSettings, startVsCode } from './vscodeServer.mjs';

const require = createRequire(import.meta.url);
const launchFolder = path.join(repository, 'src', 'launch');
const workspace = path.join(keptData, 'workspace');

/** The same first port every time: a browser keeps what a page remembers by its address. */
const ports = Array.from({ length: 50 }, (_, index) => 8137 + index);

await runCommand(
  onRecentNode(async (args) => {
    const { noOpen } = parseOptions(args);
    await installPackages();
    if (!existsSync(workspace)) cpSync(path.join(launchFolder, 'welcome'), workspace, { recursive: true });
    if (hasDesktopVsCode()) return openDesktop(noOpen);
    if (isVsCodeOnNpm()) return serve(noOpen);
    throw new LaunchError(
      'Turnout opens in VS Code, and there is no `code` command on the PATH. Install VS Code from https://code.visualstudio.com (on macOS, run its command "Shell Command: Install \'code\' command in PATH" once), then `npm start` again.',
    );
  }),
);

/** @param {string[]} args */
function parseOptions(args) {
  try {
    const options = { 'no-open': { type: /** @type {const} */ ('boolean'), default: false } };
    return { noOpen: parseArgs({ args, options }).values['no-open'] };
  } catch (error) {
    throw new LaunchError(/** @type {Error} */ (error).message);
  }
}

/** Whether `code` opens a window here: on Linux it also needs a screen. */
function hasDesktopVsCode() {
  const { platform, env } = process;
  if (platform === 'linux' && env.DISPLAY === undefined && env.WAYLAND_DISPLAY === undefined) return false;
  return spawnSync('code', ['--version'], { shell: platform === 'win32', stdio: 'ignore' }).status === 0;
}

/** @param {boolean} noOpen */
async function openDesktop(noOpen) {
  const { build } = require(path.join(repository, 'esbuild.js'));
  await progress('Building', () => build());
  const developed = [repository, path.join(launchFolder, 'opener')].map(
    (folder) => `--extensionDevelopmentPath=${folder}`,
  );
  const args = ['--new-window', ...developed, workspace];
  if (noOpen) {
    console.log(`Open Turnout with:\ncode ${args.map((arg) => JSON.stringify(arg)).join(' ')}`);
    return 0;
  }
  await progress('Opening VS Code', () => runQuietly('code', args, { shell: process.platform === 'win32' }));
  return 0;
}

/** @param {boolean} noOpen */
async function serve(noOpen) {
  const { buildVsix, pack } = await import('./vsix.mjs');
  await installVsCode(vscodeOfToday);
  const vsix = path.join(keptData, 'turnout.vsix');
  const opener = path.join(keptData, 'opener.vsix');
  await progress('Building', async () => {
    await buildVsix('linux-x64', vsix);
    await pack(path.join(launchFolder, 'opener'), opener, ['--allow-missing-repository', '--skip-license']);
  });
  const data = path.join(keptData, 'vscode');
  seedSettings(data, { 'workbench.startupEditor': 'readme' });
  await progress('Installing Turnout into VS Code', () => installVsix([vsix, opener], data));
  const server = await progress('Starting VS Code', () => startVsCode({ data, workspace, ports }));

  console.log('\nTurnout is running in VS Code at');
  console.log(server.url);
  console.log('Press Ctrl-C to stop.');
  if (!noOpen) openInBrowser(server.url);
  let asked = false;
  onEndSignal(() => {
    asked = true;
    server.stop();
  });
  await server.ended;
  if (asked) return 0;
  throw new LaunchError(`VS Code has stopped. Its log is ${path.join(data, 'server.log')}.`);
}

/** @param {string} url */
function openInBrowser(url) {
  const opener = spawn('xdg-open', [url], { stdio: 'ignore', detached: true });
  // Without a browser there is still the address above.
  opener.on('error', () => undefined);
  opener.unref();
}

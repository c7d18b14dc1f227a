import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export const root = path.join(import.meta.dirname, '..', '..');

/** Runs a program with nothing of the user's own calibrations, and gives what it printed. */
export async function print(command: string, args: readonly string[], cwd: string): Promise<string> {
  const env = { ...process.env, TURNOUT_HOME: path.join(root, 'test-results', 'no-such-home') };
  const shell = command === 'npm' && process.platform === 'win32';
  const { stdout } = await run(command, args, { cwd, env, shell });
  return stdout;
}

/** Packs Turnout as `npm pack` does and installs it into an empty folder, which is returned. */
export async function installPacked(): Promise<string> {
  if (!existsSync(path.join(root, 'dist', 'library.js'))) {
    throw new Error('dist/library.js is missing: run `npm run build` first.');
  }
  // What `npm run build` does after esbuild; a VSIX is built without.
  await print(process.execPath, [tsc, '-p', 'src/library'], root);
  const folder = mkdtempSync(path.join(tmpdir(), 'turnout-library-'));
  const packed = path.join(folder, 'packed');
  mkdirSync(packed);
  writeFileSync(path.join(folder, 'package.json'), '{ "private": true }\n');
  const file = (await print('npm', ['pack', '--silent', '--pack-destination', packed], root)).trim();
  const options = ['--offline', '--ignore-scripts', '--no-audit', '--no-fund'];
  await print('npm', ['install', ...options, path.join(packed, file)], folder);
  return folder;
}

/** Checks one file of a folder's types as strictly as can be, declarations of packages included. */
export function checkTypes(
  folder: string,
  file: string,
  module: string,
  resolution: string,
): Promise<string> {
  const strictness = ['--strict', '--noEmit', '--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess'];
  const kind = [
    '--target',
    'ES2022',
    '--lib',
    'ES2022,DOM',
    '--module',
    module,
    '--moduleResolution',
    resolution,
  ];
  return print(process.execPath, [tsc, ...strictness, ...kind, '--types', '', file], folder);
}

const tsc = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');

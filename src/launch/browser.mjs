import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { LaunchError } from './launchError.mjs';
import { sidePackage } from './layout.mjs';

const carrier = path.join(sidePackage, 'node_modules', '@sparticuz', 'chromium');
const unpacked = path.join(sidePackage, 'node_modules', '.chromium');

/**
 * Starts the Chromium that comes inside an npm package.
 *
 * @returns {Promise<import('playwright-core').Browser>}
 */
export async function launchBrowser() {
  const { chromium } = await import('playwright-core');
  await unpack();
  const executablePath = path.join(unpacked, 'chromium');
  const launch = () =>
    chromium.launch({
      executablePath,
      env: environmentFor(executablePath),
      // It shows nothing but this machine's own pages, and containers often forbid its sandbox.
      args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
    });
  // It has been seen to crash as it starts, though once only.
  return launch().catch(launch);
}

/** Unpacks the package once. It unpacks to the temporary folder, so that folder is ours for the while. */
async function unpack() {
  if (existsSync(unpacked)) return;
  const incomplete = `${unpacked}-${process.pid}`;
  mkdirSync(incomplete, { recursive: true });
  const temporary = process.env.TMPDIR;
  try {
    process.env.TMPDIR = incomplete;
    const { default: chromium, inflate } = await import(
      pathToFileURL(path.join(carrier, 'build', 'esm', 'index.mjs')).href
    );
    await chromium.executablePath();
    await inflate(path.join(carrier, 'bin', 'al2023.tar.br'));
    if (!existsSync(unpacked)) renameSync(incomplete, unpacked);
  } finally {
    if (temporary === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = temporary;
    rmSync(incomplete, { recursive: true, force: true });
  }
}

/**
 * Bare machines lack the libraries and fonts that Chromium wants of its system; the package has both.
 *
 * @param {string} executable
 * @returns {Record<string, string>}
 */
function environmentFor(executable) {
  const env = Object.fromEntries(
    Object.entries(process.env).flatMap(([key, value]) => (value ? [[key, value]] : [])),
  );
  if (!existsSync('/etc/fonts/fonts.conf')) env.FONTCONFIG_FILE = writeFontConfiguration();
  if (starts(executable, env)) return env;
  env.LD_LIBRARY_PATH = path.join(unpacked, 'al2023', 'lib');
  if (starts(executable, env)) return env;
  const { stderr } = spawnSync(executable, ['--version'], { env, encoding: 'utf8' });
  throw new LaunchError(`The browser for the tests does not start on this machine: ${stderr}`);
}

/** The package's own configuration looks for its fonts in /tmp. */
function writeFontConfiguration() {
  const file = path.join(unpacked, 'fonts.conf');
  const folders = `<dir>${path.join(unpacked, 'fonts')}</dir><cachedir>${path.join(unpacked, 'cache')}</cachedir>`;
  writeFileSync(file, `<?xml version="1.0"?>\n<fontconfig>${folders}</fontconfig>\n`);
  return file;
}

/**
 * @param {string} executable
 * @param {Record<string, string>} env
 */
function starts(executable, env) {
  return spawnSync(executable, ['--version'], { env }).status === 0;
}

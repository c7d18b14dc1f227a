import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { runInForeground } from './childProcess.mjs';
import { LaunchError } from './launchError.mjs';
import { repository, testResults } from './layout.mjs';
import { npm } from './packages.mjs';
import { closingLine, countVitest, nothingCounted } from './testCounts.mjs';
import { installVsix, seedSettings, startVsCode } from './vscodeServer.mjs';

/**
 * @typedef {import('./testCounts.mjs').Counts} Counts
 *
 * @typedef {object} Stage
 * @property {string} id what a person types to run it alone
 * @property {string} title
 * @property {boolean} needsVsCode
 * @property {() => Promise<Counts>} run rejects when the stage itself breaks
 */

/** @type {readonly Stage[]} */
export const stages = [
  { id: 'check', title: 'Types, lint and format', needsVsCode: false, run: check },
  { id: 'build', title: 'Build and VSIX', needsVsCode: false, run: build },
  { id: 'unit', title: 'Unit and HTTP tests', needsVsCode: false, run: runUnitTests },
  {
    id: 'suite',
    title: 'Mocha suite in the extension host of a real VS Code',
    needsVsCode: true,
    run: runSuite,
  },
  { id: 'walk', title: 'Walk through the installed VSIX in a real VS Code', needsVsCode: true, run: walk },
];

const vsix = path.join(testResults, 'turnout.vsix');

/** How long the mocha suite may take, in milliseconds. */
const suiteLimit = 120_000;

async function check() {
  await npm(['run', 'check'], repository);
  return nothingCounted;
}

async function build() {
  const { buildVsix, megabytes } = await import('./vsix.mjs');
  const { hostTarget } = createRequire(import.meta.url)(path.join(repository, 'esbuild.js'));
  for (const warning of await buildVsix(hostTarget, vsix)) console.log(warning);
  console.log(`${hostTarget}: ${megabytes(vsix).toFixed(1)} MB`);
  return nothingCounted;
}

function runUnitTests() {
  return runVitest('unit', 'test/vitest.config.mts', {});
}

/** The walk's own set-up installs the VSIX and starts VS Code. */
function walk() {
  return runVitest('walk', 'test/e2e/vitest.config.mts', { TURNOUT_VSIX: vsix });
}

/**
 * @param {string} name of the report
 * @param {string} config
 * @param {NodeJS.ProcessEnv} env
 */
async function runVitest(name, config, env) {
  const vitest = path.join(repository, 'node_modules', 'vitest', 'vitest.mjs');
  const report = path.join(testResults, `${name}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const args = [vitest, 'run', '--config', config, ...reporters];
  const code = await runInForeground(process.execPath, args, {
    cwd: repository,
    // Colours are for people, not for log files.
    env: { ...process.env, ...(process.stdout.isTTY ? {} : { NO_COLOR: '1' }), ...env },
  });
  const counts = countVitest(report);
  if ((code === 0) === (counts.failed === 0) && counts.passed + counts.failed > 0) return counts;
  throw new LaunchError(`vitest ended with code ${code}, and its report says ${closingLine(counts)}.`);
}

async function runSuite() {
  const [{ runInExtensionHost }, { bundleSuite, harness }] = await Promise.all([
    import('./extensionHostSuite.mjs'),
    import('./suiteBundle.mjs'),
  ]);
  const suite = await bundleSuite();
  const data = mkdtempSync(path.join(os.tmpdir(), 'turnout-suite-'));
  seedSettings(data, { 'workbench.startupEditor': 'none' });
  await installVsix([vsix], data);
  const env = { TURNOUT_HOME: path.join(data, 'home') };
  const server = await startVsCode({ data, workspace: harness, testDriver: true, env });
  try {
    const resultFile = path.join(testResults, 'suite.json');
    const result = await runInExtensionHost({ server, harness, suite, resultFile, limit: suiteLimit });
    for (const { title, ms } of result.passed) console.log(` ✓ ${title} ${ms}ms`);
    for (const { title, error } of result.failed) console.log(` ✗ ${title}\n${error}`);
    if (result.passed.length + result.failed.length === 0) throw new LaunchError('The suite ran no test.');
    return { passed: result.passed.length, failed: result.failed.length, skipped: result.skipped.length };
  } finally {
    await server.stop();
    rmSync(data, { recursive: true, force: true });
  }
}

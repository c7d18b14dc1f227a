import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { runInForeground } from './childProcess.mjs';
import { LaunchError } from './launchError.mjs';
import { repository, testResults } from './layout.mjs';
import { npm } from './packages.mjs';
import { closingLine, countVitest, nothingCounted } from './testCounts.mjs';
import { oldestVscode } from './vscodeFromNpm.mjs';
import { installVsix, seedSettings, startVsCode } from './vscodeServer.mjs';

/**
 * @typedef {import('./testCounts.mjs').Counts} Counts
 * @typedef {import('./vscodeFromNpm.mjs').VsCodeBuild} VsCodeBuild
 *
 * @typedef {object} Stage
 * @property {string} id what a person types to run it alone
 * @property {string} title
 * @property {boolean} hasTests
 * @property {boolean} needsVsCode
 * @property {() => Promise<Counts>} run rejects when the stage itself breaks
 */

/**
 * @param {VsCodeBuild} vscode where the last two take place
 * @param {readonly string[]} only what the names of the walk's files hold; without any all are walked
 * @returns {readonly Stage[]}
 */
export function stagesIn(vscode, only) {
  return [
    { id: 'check', title: 'Types, lint and format', hasTests: false, needsVsCode: false, run: check },
    { id: 'build', title: 'Build and VSIX', hasTests: false, needsVsCode: false, run: build },
    { id: 'unit', title: 'Unit and HTTP tests', hasTests: true, needsVsCode: false, run: runUnitTests },
    {
      id: 'suite',
      title: 'Mocha suite in the extension host of a real VS Code',
      hasTests: true,
      needsVsCode: true,
      run: () => runSuite(vscode),
    },
    {
      id: 'walk',
      title: 'Walk through the installed VSIX in a real VS Code',
      hasTests: true,
      needsVsCode: true,
      run: () => walk(vscode, only),
    },
  ];
}

const vsix = path.join(testResults, 'turnout.vsix');
const universalVsix = path.join(testResults, 'turnout-universal.vsix');

/** How long the mocha suite may take, in milliseconds. */
const suiteLimit = 300_000;

async function check() {
  await npm(['run', 'check'], repository);
  return nothingCounted;
}

async function build() {
  const { buildTurnout, megabytes, packTurnout } = await import('./vsix.mjs');
  const { hostTarget } = createRequire(import.meta.url)(path.join(repository, 'esbuild.js'));
  await buildTurnout([hostTarget]);
  for (const [target, file] of [
    [hostTarget, vsix],
    ['universal', universalVsix],
  ]) {
    for (const warning of await packTurnout(target, file)) console.log(warning);
    console.log(`${target}: ${megabytes(file).toFixed(1)} MB`);
  }
  return nothingCounted;
}

function runUnitTests() {
  return runVitest('unit', ['--config', 'test/vitest.config.mts'], {});
}

/**
 * The walk's own set-up installs the VSIX and starts VS Code.
 *
 * @param {VsCodeBuild} vscode
 * @param {readonly string[]} only
 */
function walk(vscode, only) {
  if (vscode === oldestVscode) {
    console.log(
      'The tests of the built-in chat are skipped: here it answers nobody without a model of Copilot’s.',
    );
  }
  return runVitest('walk', ['--config', 'test/e2e/vitest.config.mts', ...only], {
    TURNOUT_VSIX: vsix,
    ...(vscode === oldestVscode ? { TURNOUT_VSCODE: 'oldest' } : {}),
  });
}

/**
 * @param {string} name of the report
 * @param {string[]} options
 * @param {NodeJS.ProcessEnv} env
 */
async function runVitest(name, options, env) {
  const vitest = path.join(repository, 'node_modules', 'vitest', 'vitest.mjs');
  const report = path.join(testResults, `${name}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const args = [vitest, 'run', ...options, ...reporters];
  const code = await runInForeground(process.execPath, args, {
    cwd: repository,
    // Colours are for people, not for log files.
    env: { ...process.env, ...(process.stdout.isTTY ? {} : { NO_COLOR: '1' }), ...env },
  });
  const counts = countVitest(report);
  if ((code === 0) === (counts.failed === 0) && counts.passed + counts.failed > 0) return counts;
  throw new LaunchError(`vitest ended with code ${code}, and its report says ${closingLine(counts)}.`);
}

/** @param {VsCodeBuild} vscode */
async function runSuite(vscode) {
  const [{ runInExtensionHost }, { bundleSuite, harness }] = await Promise.all([
    import('./extensionHostSuite.mjs'),
    import('./suiteBundle.mjs'),
  ]);
  const suite = await bundleSuite();
  const data = mkdtempSync(path.join(os.tmpdir(), 'turnout-suite-'));
  seedSettings(data, { 'workbench.startupEditor': 'none' });
  await installVsix([vsix], data, vscode);
  const resultFile = path.join(testResults, 'suite.json');
  const env = { TURNOUT_HOME: path.join(data, 'home'), TURNOUT_SUITE_RESULT: resultFile };
  const server = await startVsCode({ vscode, data, workspace: harness, testDriver: true, env });
  try {
    const result = await runInExtensionHost({ server, harness, suite, resultFile, limit: suiteLimit });
    for (const { title, ms, note } of result.passed) {
      console.log(` ✓ ${title} ${ms}ms`);
      if (note !== undefined) console.log(`   ${note}`);
    }
    for (const title of result.skipped) console.log(` ↓ ${title}`);
    for (const { title, error } of result.failed) console.log(` ✗ ${title}\n${error}`);
    if (result.passed.length + result.failed.length === 0) throw new LaunchError('The suite ran no test.');
    return { passed: result.passed.length, failed: result.failed.length, skipped: result.skipped.length };
  } finally {
    await server.stop();
    // The server's helpers may still be writing.
    rmSync(data, { recursive: true, force: true, maxRetries: 10, retryDelay: 500 });
  }
}

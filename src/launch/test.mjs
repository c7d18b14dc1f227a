// npm test: everything that can be tested on this machine, counted in one closing line.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { runInForeground } from './childProcess.mjs';
import { LaunchError, runCommand } from './launchError.mjs';
import { repository, testResults } from './layout.mjs';
import { onRecentNode } from './nodeVersion.mjs';
import { installPackages, npm } from './packages.mjs';
import { seconds } from './progress.mjs';
import { closingLine, countVitest, sum } from './testCounts.mjs';
import { installVsCode, isVsCodeOnNpm } from './vscodeFromNpm.mjs';
import { installVsix, seedSettings, startVsCode } from './vscodeServer.mjs';

/** @typedef {import('./testCounts.mjs').Counts} Counts */

const vitest = path.join(repository, 'node_modules', 'vitest', 'vitest.mjs');
const noTests = { passed: 0, failed: 0, skipped: 0 };
const oneFailure = { ...noTests, failed: 1 };

await runCommand(
  onRecentNode(async () => {
    const started = performance.now();
    await installPackages();
    if (isVsCodeOnNpm()) await installVsCode();
    rmSync(testResults, { recursive: true, force: true });
    mkdirSync(testResults, { recursive: true });

    /** @type {Counts[]} */
    const counts = [await stage('Types, lint and format', check)];
    const vsix = path.join(testResults, 'turnout.vsix');
    const built = await stage('Build and VSIX', () => build(vsix));
    counts.push(built);
    if (built.failed === 0) {
      counts.push(
        await stage('Unit and HTTP tests', () => runVitest('unit', ['--config', 'test/vitest.config.ts'])),
      );
      for (const [name, run] of /** @type {const} */ ([
        ['Mocha suite in the extension host of a real VS Code', runSuite],
        ['Walk through the installed VSIX in a real VS Code', walk],
      ])) {
        if (isVsCodeOnNpm()) counts.push(await stage(name, () => run(vsix)));
        else
          console.log(
            `\n— ${name}\nskipped: npm has a VS Code for Linux x64 only (try \`npm run test:desktop\`)`,
          );
      }
    }
    const total = sum(counts);
    console.log(`\n${seconds(performance.now() - started)}\n${closingLine(total)}`);
    return total.failed === 0 && total.passed > 0 ? 0 : 1;
  }),
);

/**
 * @param {string} name
 * @param {() => Promise<Counts>} run
 * @returns {Promise<Counts>} one failure if the stage itself broke
 */
async function stage(name, run) {
  console.log(`\n— ${name}`);
  const started = performance.now();
  try {
    const counts = await run();
    const outcome = counts === noTests ? 'ok' : closingLine(counts);
    console.log(`${outcome} (${seconds(performance.now() - started)})`);
    return counts;
  } catch (error) {
    console.log(error instanceof LaunchError ? error.message : error);
    return oneFailure;
  }
}

/** @returns {Promise<Counts>} */
async function check() {
  await npm(['run', 'check'], repository);
  return noTests;
}

/**
 * @param {string} vsix
 * @returns {Promise<Counts>}
 */
async function build(vsix) {
  const { buildVsix, megabytes } = await import('./vsix.mjs');
  const { hostTarget } = createRequire(import.meta.url)(path.join(repository, 'esbuild.js'));
  for (const warning of await buildVsix(hostTarget, vsix)) console.log(warning);
  console.log(`${hostTarget}: ${megabytes(vsix).toFixed(1)} MB`);
  return noTests;
}

/**
 * @param {string} name
 * @param {string[]} options
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<Counts>}
 */
async function runVitest(name, options, env = {}) {
  const report = path.join(testResults, `${name}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const args = [vitest, 'run', ...options, ...reporters];
  const code = await runInForeground(process.execPath, args, {
    cwd: repository,
    env: { ...process.env, ...env },
  });
  const counts = countVitest(report);
  if ((code === 0) === (counts.failed === 0) && counts.passed + counts.failed > 0) return counts;
  throw new LaunchError(`vitest ended with code ${code}, and its report says ${closingLine(counts)}.`);
}

/**
 * @param {string} vsix
 * @returns {Promise<Counts>}
 */
async function runSuite(vsix) {
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
    const result = await runInExtensionHost({ server, harness, suite, resultFile, limit: 120_000 });
    for (const { title, ms } of result.passed) console.log(` ✓ ${title} ${ms}ms`);
    for (const { title, error } of result.failed) console.log(` ✗ ${title}\n${error}`);
    const { passed, failed, skipped } = result;
    if (passed.length + failed.length === 0) throw new LaunchError('The suite ran no test.');
    return { passed: passed.length, failed: failed.length, skipped: skipped.length };
  } finally {
    await server.stop();
    rmSync(data, { recursive: true, force: true });
  }
}

/**
 * @param {string} vsix
 * @returns {Promise<Counts>}
 */
function walk(vsix) {
  return runVitest('walk', ['--config', 'test/e2e/vitest.config.ts'], { TURNOUT_VSIX: vsix });
}

// npm run test:desktop: the mocha suite in a desktop VS Code, which @vscode/test-electron downloads.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { LaunchError, runCommand } from './launchError.mjs';
import { repository, testResults } from './layout.mjs';
import { onRecentNode } from './nodeVersion.mjs';
import { installPackages } from './packages.mjs';
import { progress } from './progress.mjs';
import { closingLine } from './testCounts.mjs';

await runCommand(
  onRecentNode(async () => {
    await installPackages();
    const [{ runTests }, { bundleSuite }] = await Promise.all([
      import('@vscode/test-electron'),
      import('./suiteBundle.mjs'),
    ]);
    const { build } = createRequire(import.meta.url)(path.join(repository, 'esbuild.js'));
    mkdirSync(testResults, { recursive: true });
    const suite = await progress('Building', async () => {
      await build();
      return bundleSuite();
    });
    const resultFile = path.join(testResults, 'desktop.json');
    rmSync(resultFile, { force: true });
    const data = mkdtempSync(path.join(os.tmpdir(), 'turnout-desktop-'));
    try {
      await runTests({
        extensionDevelopmentPath: repository,
        extensionTestsPath: suite,
        extensionTestsEnv: { TURNOUT_SUITE_RESULT: resultFile, TURNOUT_HOME: path.join(data, 'home') },
        launchArgs: [
          '--disable-extensions',
          '--disable-workspace-trust',
          '--user-data-dir',
          path.join(data, 'user'),
        ],
      });
    } catch (error) {
      // Failed tests are in the file; without it VS Code could not be had or did not come up.
      if (!existsSync(resultFile))
        throw new LaunchError(`The desktop VS Code did not run the suite: ${error}`);
    } finally {
      rmSync(data, { recursive: true, force: true });
    }
    const { passed, failed, skipped } = JSON.parse(readFileSync(resultFile, 'utf8'));
    for (const title of skipped) console.log(` ↓ ${title}`);
    for (const { title, error } of failed) console.log(` ✗ ${title}\n${error}`);
    const counts = { passed: passed.length, failed: failed.length, skipped: skipped.length };
    console.log(closingLine(counts));
    return counts.failed === 0 && counts.passed > 0 ? 0 : 1;
  }),
);

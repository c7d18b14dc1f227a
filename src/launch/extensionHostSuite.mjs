import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { launchBrowser } from './browser.mjs';
import { LaunchError } from './launchError.mjs';

/**
 * @typedef {object} SuiteResult what the suite's `run()` writes when it has come to its end
 * @property {{ title: string, ms: number, note?: string }[]} passed
 * @property {{ title: string, error: string }[]} failed
 * @property {string[]} skipped
 */

/**
 * Runs a mocha suite inside the extension host, as `@vscode/test-electron` does in a desktop VS Code: a page
 * opens the workbench in extension-test mode and is told when the host is done.
 *
 * The exit code the page gets is 0 also when the host crashes, so that only the result file counts.
 *
 * @param {object} options
 * @param {import('./vscodeServer.mjs').VsCodeServer} options.server started with `testDriver`
 * @param {string} options.harness the extension under "development", a dummy: the real one is installed
 * @param {string} options.suite the bundle that exports `run()`
 * @param {string} options.resultFile which `run()` finds in TURNOUT_SUITE_RESULT, of the server's environment: VS Code 1.106
 *   takes none from the page
 * @param {number} options.limit in milliseconds
 * @returns {Promise<SuiteResult>}
 */
export async function runInExtensionHost({ server, harness, suite, resultFile, limit }) {
  rmSync(resultFile, { force: true });
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    const ended = new Promise((resolve, reject) => {
      page.exposeFunction('codeAutomationExit', resolve).catch(reject);
      setTimeout(
        () => reject(new LaunchError(`The suite took longer than ${limit / 1000} s.`)),
        limit,
      ).unref();
    });
    await page.exposeFunction('codeAutomationLog', () => undefined);
    const uri = (/** @type {string} */ file) => `vscode-remote://${server.host}${file}`;
    const payload = [
      ['extensionDevelopmentPath', uri(harness)],
      ['extensionTestsPath', uri(suite)],
      ['skipWelcome', 'true'],
    ];
    const url = new URL(server.url);
    url.searchParams.set('payload', JSON.stringify(payload));
    await page.goto(url.href);
    await ended;
  } finally {
    await browser.close();
  }
  return readResult(resultFile);
}

/**
 * @param {string} file
 * @returns {SuiteResult}
 */
function readResult(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new LaunchError(
      `The extension host ended without ${path.basename(file)}: it crashed, or the suite never started.`,
    );
  }
}

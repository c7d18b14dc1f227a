import { readdirSync } from 'node:fs';
import path from 'node:path';
import { repository, testResults } from './layout.mjs';
import { testBundle } from './testBundle.mjs';

/** The extension that the tests pretend to develop, so that the one they test can be an installed VSIX. */
export const harness = path.join(repository, 'test', 'e2e', 'harness');

const sources = path.join(repository, 'test', 'e2e', 'suite');

/**
 * Bundles the mocha suite; mocha itself is loaded from node_modules, where its runner expects to be.
 *
 * @returns {Promise<string>} the file that exports `run()`
 */
export async function bundleSuite() {
  const { build } = await import('esbuild');
  const outdir = path.join(testResults, 'suite');
  await build({
    entryPoints: readdirSync(sources)
      .filter((file) => file === 'index.ts' || file.endsWith('.test.ts'))
      .map((file) => path.join(sources, file)),
    outdir,
    ...testBundle,
    sourcemap: 'inline',
    external: ['vscode', 'mocha'],
  });
  return path.join(outdir, 'index.js');
}

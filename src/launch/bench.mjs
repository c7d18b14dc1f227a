// npm run bench -- [PART…] [--data FOLDER]
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { runInForeground } from './childProcess.mjs';
import { runCommand } from './launchError.mjs';
import { repository, testResults } from './layout.mjs';
import { onRecentNode } from './nodeVersion.mjs';
import { installPackages } from './packages.mjs';
import { testBundle } from './testBundle.mjs';

await runCommand(
  onRecentNode(async (args) => {
    await installPackages();
    return runInForeground(process.execPath, [await bundleBench(), ...args]);
  }),
);

/**
 * Bundles the measurement, and beside it what it measures in processes of its own, so that dist/ stays as it is.
 *
 * @returns {Promise<string>} the file to run
 */
async function bundleBench() {
  const { build } = await import('esbuild');
  const { configurations } = createRequire(import.meta.url)(path.join(repository, 'esbuild.js'));
  const outdir = path.join(testResults, 'bench');
  const source = (/** @type {string} */ file) => path.join(repository, ...file.split('/'));
  const [extension, packages] = configurations(true);
  const [{ metafile }] = await Promise.all([
    build({ ...extension, outdir }),
    build({ ...packages, outdir: path.join(outdir, 'packages') }),
    build({
      entryPoints: {
        bench: source('test/bench/bench.ts'),
        activationProbe: source('test/bench/activationProbe.ts'),
        cpuProbe: source('test/bench/cpuProbe.ts'),
        firstDecisionProbe: source('test/bench/firstDecisionProbe.ts'),
        encoderWorker: source('src/node/encoder/encoderWorker.ts'),
        cli: source('src/cli/cli.ts'),
      },
      outdir,
      ...testBundle,
      keepNames: true,
      external: ['onnxruntime-node', 'vega', 'vega-lite', '@resvg/resvg-js'],
    }),
  ]);
  writeFileSync(path.join(outdir, 'extension.meta.json'), JSON.stringify(metafile));
  return path.join(outdir, 'bench.js');
}

// npm run bench -- [--data FOLDER], or --ledger for the ledger alone
import path from 'node:path';
import { runInForeground } from './childProcess.mjs';
import { runCommand } from './launchError.mjs';
import { repository, testResults } from './layout.mjs';
import { onRecentNode } from './nodeVersion.mjs';
import { installPackages } from './packages.mjs';

await runCommand(
  onRecentNode(async (args) => {
    await installPackages();
    return runInForeground(process.execPath, [await bundleBench(), ...args]);
  }),
);

/**
 * Bundles the measurement and the encoder's worker beside it, so that dist/ stays as it is.
 *
 * @returns {Promise<string>} the file to run
 */
async function bundleBench() {
  const { build } = await import('esbuild');
  const outdir = path.join(testResults, 'bench');
  await build({
    entryPoints: {
      bench: path.join(repository, 'test', 'bench', 'bench.ts'),
      encoderWorker: path.join(repository, 'src', 'node', 'encoder', 'encoderWorker.ts'),
    },
    outdir,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['onnxruntime-node'],
    logLevel: 'warning',
  });
  return path.join(outdir, 'bench.js');
}

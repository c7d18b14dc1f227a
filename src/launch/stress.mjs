// npm run stress -- [--seconds 60] [--streams 200]
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
    // The server is the one of dist/, as people run it.
    const { build } = createRequire(import.meta.url)(path.join(repository, 'esbuild.js'));
    await build();
    return runInForeground(process.execPath, [await bundleStress(), ...args]);
  }),
);

/** @returns {Promise<string>} the file to run */
async function bundleStress() {
  const { build } = await import('esbuild');
  const outfile = path.join(testResults, 'stress', 'stress.js');
  await build({
    entryPoints: [path.join(repository, 'test', 'bench', 'stress.ts')],
    outfile,
    ...testBundle,
  });
  return outfile;
}

import path from 'node:path';
import { build } from 'esbuild';
import { temporaryFolder } from '../temporaryFolder';

/** Bundles a process of the ledger's tests. @returns the file to run, which goes with the running test */
export async function buildProcess(name: 'ledgerWriter' | 'ledgerGuest'): Promise<string> {
  const outfile = path.join(temporaryFolder(), `${name}.cjs`);
  await build({
    entryPoints: [path.join(import.meta.dirname, `${name}.ts`)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
  });
  return outfile;
}

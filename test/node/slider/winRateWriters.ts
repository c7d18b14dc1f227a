import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { build } from 'esbuild';
import type { HashedRouter } from '../../../src/node/routers/calibratedRouter';
import { temporaryFolder } from '../temporaryFolder';

/** Has one process for each win rate keep it `each` times, all at once. */
export async function runWriters(
  folder: string,
  { hash }: HashedRouter,
  winRates: readonly string[],
  each: number,
): Promise<void> {
  const outfile = path.join(temporaryFolder(), 'writer.cjs');
  await build({
    entryPoints: [path.join(import.meta.dirname, 'winRateWriter.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
  });
  const ends = winRates.map((winRate) => {
    const writer = spawn(process.execPath, [outfile, folder, hash, winRate, String(each)], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    return once(writer, 'exit');
  });
  for (const [code] of await Promise.all(ends)) {
    if (code !== 0) throw new Error(`A writer ended with ${String(code)}.`);
  }
}

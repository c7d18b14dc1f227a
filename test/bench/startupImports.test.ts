import { createRequire } from 'node:module';
import path from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import { beforeAll, expect, it } from 'vitest';
import { startupImports } from './startupImports';

const entry = 'src/extension/extension.ts';
const repository = path.join(import.meta.dirname, '..', '..');
const { configurations } = createRequire(import.meta.url)('../../esbuild.js') as {
  readonly configurations: (production: boolean) => readonly BuildOptions[];
};

/** The extension's bundle, as it ships. */
async function bundleExtension() {
  const [options] = configurations(true);
  const { metafile, outputFiles } = await build({ ...options, metafile: true, write: false });
  const [bundle] = outputFiles;
  if (bundle === undefined) throw new Error('esbuild gave no bundle.');
  return { metafile, bytes: bundle.contents.length };
}

let extension: Awaited<ReturnType<typeof bundleExtension>>;
beforeAll(async () => {
  extension = await bundleExtension();
});

it('the start of the extension loads no package but these, and no data but these', () => {
  const { sources, packages, externals } = startupImports(extension.metafile, entry);
  expect(sources).toContain(entry);
  expect(packages).toEqual(['env-paths']);
  expect(sources.filter((file) => file.endsWith('.json'))).toEqual(['models/qualityCurves.json']);
  expect(externals).toEqual([
    'node:crypto',
    'node:fs',
    'node:fs/promises',
    'node:net',
    'node:os',
    'node:path',
    'node:process',
    'node:timers/promises',
    'node:worker_threads',
    'vscode',
  ]);
});

it('the start of the extension reads no more than 440,000 bytes of code', () => {
  expect(extension.bytes).toBeLessThan(440_000);
});

it('SDKs, prices and what reads globs and chat histories are loaded later, from files of their own', () => {
  const externals = Object.values(extension.metafile.inputs).flatMap(({ imports }) =>
    imports.filter(({ external }) => external).map(({ path: file }) => file),
  );
  expect(externals).toEqual(
    expect.arrayContaining([
      './packages/anthropic.js',
      './packages/openai.js',
      './packages/picomatch.js',
      './packages/prices.js',
      './packages/streamJson.js',
    ]),
  );
});

it('what is imported at the start is told from what is imported later', async () => {
  const given = 'test/bench/given.ts';
  const { metafile } = await build({
    stdin: {
      contents: `import { fillLabel } from '../../src/routing/fillLabel';
        export { readFileSync } from 'node:fs';
        export const later = () => import('../../src/routing/ledger/money');
        throw new Error(fillLabel('x'));`,
      resolveDir: import.meta.dirname,
      sourcefile: 'given.ts',
    },
    absWorkingDir: repository,
    bundle: true,
    platform: 'node',
    metafile: true,
    write: false,
    outdir: 'none',
  });
  expect(Object.keys(metafile.inputs)).toContain('src/routing/ledger/money.ts');
  expect(startupImports(metafile, given)).toEqual({
    sources: ['src/routing/fillLabel.ts', given],
    packages: [],
    externals: ['node:fs'],
  });
});

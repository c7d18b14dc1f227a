import type { Metafile } from 'esbuild';

/** What the start of a bundle evaluates: all that its entry imports other than by `import()`, and so on from there. */
export interface StartupImports {
  /** Of this repository, relative to it. */
  readonly sources: readonly string[];
  /** Names of packages that are bundled in. */
  readonly packages: readonly string[];
  /** What is not bundled in: Node's own modules, `vscode`, packages in files of their own. */
  readonly externals: readonly string[];
}

/** @param entry relative to the repository, as in the metafile */
export function startupImports({ inputs }: Metafile, entry: string): StartupImports {
  const files = new Set<string>();
  const externals = new Set<string>();
  const waiting = [entry];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (files.has(file)) continue;
    files.add(file);
    for (const { path, kind, external } of inputs[file]?.imports ?? []) {
      if (kind === 'dynamic-import') continue;
      if (!external) waiting.push(path);
      else if (path !== '<runtime>') externals.add(path);
    }
  }
  const packageOf = (file: string) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1];
  const packages = [...files].flatMap((file) => packageOf(file) ?? []);
  return {
    sources: [...files].filter((file) => packageOf(file) === undefined).sort(),
    packages: [...new Set(packages)].sort(),
    externals: [...externals].sort(),
  };
}

// npm run package -- [--target linux-x64|…|universal|all] [--out FOLDER]
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { LaunchError, runCommand } from './launchError.mjs';
import { repository } from './layout.mjs';
import { onRecentNode } from './nodeVersion.mjs';
import { installPackages } from './packages.mjs';
import { progress } from './progress.mjs';

await runCommand(
  onRecentNode(async (args) => {
    await installPackages();
    const [{ targets, hostTarget, nativeSources }, vsix, { billOfMaterials }, { shippedPackages }] =
      await Promise.all([
        createRequire(import.meta.url)(path.join(repository, 'esbuild.js')),
        import('./vsix.mjs'),
        import('./billOfMaterials.mjs'),
        import('./shippedPackages.mjs'),
      ]);
    const { target, out } = parseOptions(args, hostTarget);
    if (target !== 'all' && !targets.includes(target)) {
      throw new LaunchError(`Unknown target "${target}": choose one of ${targets.join(', ')}, all.`);
    }
    /** @type {string[]} */
    const chosen = target === 'all' ? targets : [target];
    const folder = path.resolve(out);
    mkdirSync(folder, { recursive: true });
    const inputs = await progress('Building', () => vsix.buildTurnout(chosen));
    // The command line and the library go into the npm package alone.
    const inVsix = Object.entries(inputs).flatMap(([bundle, files]) =>
      ['dist/cli.js', 'dist/library.js'].includes(bundle) ? [] : files,
    );
    for (const each of chosen) {
      const file = path.join(folder, `turnout-${each}.vsix`);
      const warnings = await progress(`Packaging for ${each}`, async () => {
        const encoder = nativeSources(each).length > 0;
        writeFileSync(
          path.join(folder, `turnout-${each}.cdx.json`),
          await billOfMaterials(shippedPackages(inVsix), { encoder }),
        );
        return vsix.packTurnout(each, file);
      });
      for (const warning of warnings) console.log(warning);
      console.log(`${file}: ${vsix.megabytes(file).toFixed(1)} MB`);
    }
    return 0;
  }),
);

/**
 * @param {string[]} args
 * @param {string} target
 */
function parseOptions(args, target) {
  try {
    const options = {
      target: { type: /** @type {const} */ ('string'), default: target },
      out: { type: /** @type {const} */ ('string'), default: repository },
    };
    return parseArgs({ args, options }).values;
  } catch (error) {
    throw new LaunchError(/** @type {Error} */ (error).message);
  }
}

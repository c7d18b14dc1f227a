// npm run package -- [--target linux-x64|…|universal] [--out FILE]
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
    const { targets, hostTarget } = createRequire(import.meta.url)(path.join(repository, 'esbuild.js'));
    const { target, out } = parseOptions(args, hostTarget);
    if (!targets.includes(target)) {
      throw new LaunchError(`Unknown target "${target}": choose one of ${targets.join(', ')}.`);
    }
    const { buildVsix, megabytes } = await import('./vsix.mjs');
    const file = path.resolve(out ?? path.join(repository, `turnout-${target}.vsix`));
    const warnings = await progress(`Packaging Turnout for ${target}`, () => buildVsix(target, file));
    for (const warning of warnings) console.log(warning);
    console.log(`${file}: ${megabytes(file).toFixed(1)} MB`);
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
      out: { type: /** @type {const} */ ('string') },
    };
    return parseArgs({ args, options }).values;
  } catch (error) {
    throw new LaunchError(/** @type {Error} */ (error).message);
  }
}

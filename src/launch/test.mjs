// npm test [-- STAGE... [--only WALK]...]: everything that can be tested on this machine, summed up in one closing line.
// npm run test:oldest [-- --only WALK...]: the stages that need a VS Code, in the oldest one that Turnout supports.
import { mkdirSync, rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { LaunchError, runCommand } from './launchError.mjs';
import { testResults } from './layout.mjs';
import { onRecentNode } from './nodeVersion.mjs';
import { installPackages } from './packages.mjs';
import { seconds } from './progress.mjs';
import { closingLine, nothingCounted, sum } from './testCounts.mjs';
import { stagesIn } from './testStages.mjs';
import { installVsCode, isVsCodeOnNpm, oldestVscode, vscodeOfToday } from './vscodeFromNpm.mjs';

/**
 * @typedef {import('./testCounts.mjs').Counts} Counts
 * @typedef {import('./testStages.mjs').Stage} Stage
 */

await runCommand(
  onRecentNode(async (args) => {
    const { ids, only, vscode } = parseOptions(args);
    const chosen = chooseStages(ids, stagesIn(vscode, only));
    const started = performance.now();
    await installPackages();
    if (isVsCodeOnNpm()) {
      // It brings the browser too.
      await installVsCode(vscodeOfToday);
      if (vscode !== vscodeOfToday) await installVsCode(vscode);
    }
    rmSync(testResults, { recursive: true, force: true });
    mkdirSync(testResults, { recursive: true });

    const counts = [];
    for (const stage of chosen) counts.push(await run(stage));
    const total = sum(counts);
    console.log(`\n${seconds(performance.now() - started)}\n${closingLine(total)}`);
    const tests = chosen.some((stage) => stage.hasTests);
    return total.failed === 0 && (total.passed > 0 || !tests) ? 0 : 1;
  }),
);

/** @param {string[]} args */
function parseOptions(args) {
  try {
    const options = /** @type {const} */ ({
      oldest: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true },
    });
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const { oldest, only = [] } = values;
    return { ids: positionals, only, vscode: oldest ? oldestVscode : vscodeOfToday };
  } catch (error) {
    throw new LaunchError(/** @type {Error} */ (error).message);
  }
}

/**
 * @param {string[]} ids all stages without any
 * @param {readonly Stage[]} stages
 * @returns {readonly Stage[]}
 */
function chooseStages(ids, stages) {
  const known = stages.map(({ id }) => id);
  const unknown = ids.find((id) => !known.includes(id));
  if (unknown !== undefined) {
    throw new LaunchError(`There is no stage "${unknown}". The stages are ${known.join(', ')}.`);
  }
  // Whatever is tested is tested as it is now.
  return ids.length === 0 ? stages : stages.filter(({ id }) => id === 'build' || ids.includes(id));
}

/**
 * @param {Stage} stage
 * @returns {Promise<Counts>} one failure if the stage itself broke
 */
async function run(stage) {
  console.log(`\n— ${stage.title}`);
  if (stage.needsVsCode && !isVsCodeOnNpm()) {
    console.log('skipped: npm has a VS Code for Linux x64 only; `npm run test:desktop` downloads one');
    return nothingCounted;
  }
  const started = performance.now();
  try {
    const counts = await stage.run();
    const outcome = counts === nothingCounted ? 'ok' : closingLine(counts);
    console.log(`${outcome} (${seconds(performance.now() - started)})`);
    return counts;
  } catch (error) {
    console.log(error instanceof LaunchError ? error.message : error);
    return { ...nothingCounted, failed: 1 };
  }
}

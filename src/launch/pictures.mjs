// npm run pictures: makes the pictures of README and docs, media/*.gif and *.png, in a real VS Code. Needs Linux x64.
import path from 'node:path';
import { runInForeground } from './childProcess.mjs';
import { runCommand } from './launchError.mjs';
import { repository, testResults } from './layout.mjs';
import { onRecentNode } from './nodeVersion.mjs';
import { installPackages } from './packages.mjs';
import { installVsCode, vscodeOfToday } from './vscodeFromNpm.mjs';

await runCommand(
  onRecentNode(async () => {
    await installPackages();
    await installVsCode(vscodeOfToday);
    const { buildVsix } = await import('./vsix.mjs');
    const vsix = path.join(testResults, 'turnout.vsix');
    await buildVsix('linux-x64', vsix);
    const vitest = path.join(repository, 'node_modules', 'vitest', 'vitest.mjs');
    const config = path.join('test', 'e2e', 'pictures', 'vitest.config.mts');
    return runInForeground(process.execPath, [vitest, 'run', '--config', config], {
      cwd: repository,
      env: { ...process.env, TURNOUT_VSIX: vsix },
    });
  }),
);

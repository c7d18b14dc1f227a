// npm run mutate -- [src/routing/FILE.ts …]: which changes of the arithmetic no test would notice
import os from 'node:os';
import path from 'node:path';
import { runInForeground } from './childProcess.mjs';
import { runCommand } from './launchError.mjs';
import { repository } from './layout.mjs';
import { onRecentNode } from './nodeVersion.mjs';
import { installPackages } from './packages.mjs';

await runCommand(
  onRecentNode(async (files) => {
    await installPackages();
    // For as long as it takes, it leaves the machine to those who sit at it.
    os.setPriority(os.constants.priority.PRIORITY_LOW);
    const stryker = path.join(repository, 'node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js');
    const only = files.length === 0 ? [] : ['--mutate', files.join(',')];
    return runInForeground(process.execPath, [stryker, 'run', 'test/mutation/stryker.json', ...only], {
      cwd: repository,
    });
  }),
);

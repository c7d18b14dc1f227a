import path from 'node:path';
import { defineConfig } from 'vitest/config';

/** Not a test: takes pictures of the installed Turnout for README and docs. `npm run pictures` starts it. */
export default defineConfig({
  test: {
    root: path.join(import.meta.dirname, '..'),
    include: ['pictures/*.record.ts'],
    globalSetup: ['walk/installedTurnout.ts'],
    testTimeout: 180_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 15_000 } },
  },
});

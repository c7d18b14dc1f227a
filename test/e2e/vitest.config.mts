import { defineConfig } from 'vitest/config';

/** The walk: one file, one fresh VS Code; one file at a time, since each needs both a server and a browser. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['walk/**/*.test.ts'],
    globalSetup: ['walk/installedTurnout.ts'],
    fileParallelism: false,
    // What they keep of one file is no more than loaded code, which the next one needs too.
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A busy machine makes the editor lose a click now and then. What fails twice is a defect, and what was tried again
    // is named in the output.
    retry: 1,
    expect: { poll: { timeout: 15_000 } },
  },
});

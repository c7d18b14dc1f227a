import { defineConfig } from 'vitest/config';

/** The tests that are to notice a changed figure, without a network, a file or a model. */
const reckoning = [
  'decision.test.ts',
  ...['flow', 'ledger', 'report', 'slider'].map((room) => `${room}/*.test.ts`),
];

export default defineConfig({
  test: {
    root: `${import.meta.dirname}/../..`,
    testTimeout: 60_000,
    include: reckoning.map((tests) => `test/routing/${tests}`),
  },
});

import { expect, test } from 'vitest';
import { joinRuns } from '../../src/extension/joinedRuns';

/** Work that ends when the test says so. */
function controlledWork() {
  const runs: PromiseWithResolvers<void>[] = [];
  const ask = joinRuns(() => {
    const run = Promise.withResolvers<void>();
    runs.push(run);
    return run.promise;
  });
  return { runs, ask };
}

test('those who ask while it runs are answered by one more run', async () => {
  const { runs, ask } = controlledWork();
  const first = ask();
  const others = [ask(), ask(), ask()];
  expect(runs).toHaveLength(1);
  runs[0]?.resolve();
  await first;
  await expect.poll(() => runs.length).toBe(2);
  runs[1]?.resolve();
  await Promise.all(others);
  expect(runs).toHaveLength(2);
});

test('who asks later gets a run of its own, also after one that failed', async () => {
  const { runs, ask } = controlledWork();
  const first = ask();
  const second = ask();
  runs[0]?.reject(new Error('The disk is gone.'));
  await expect(first).rejects.toThrow('The disk is gone.');
  await expect.poll(() => runs.length).toBe(2);
  runs[1]?.resolve();
  await second;
  const third = ask();
  runs[2]?.resolve();
  await third;
  expect(runs).toHaveLength(3);
});

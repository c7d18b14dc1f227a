import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { pairAt, serveTurnout } from './servedTurnout';
import { readStream, startEchoingModel } from './streams';

const atOnce = 200;
const numbers = (count: number, first = 1) => Array.from({ length: count }, (_, offset) => first + offset);
/** One in ten. */
const leaves = (number: number) => number % 10 === 7;

test('200 streams at once: none lost or mixed up, and those whose client leaves are stopped upstream', async () => {
  const model = await startEchoingModel(5);
  const { entries, ...clients } = await serveTurnout(pairAt(model.baseUrl));
  const ended = await Promise.all(
    numbers(atOnce).map((number) => readStream(clients, { number, leaves: leaves(number) })),
  );
  expect(ended.filter((end) => end === 'whole')).toHaveLength(180);
  await expect.poll(() => entries.length).toBe(atOnce);
  expect(entries.filter(({ outcome }) => outcome.kind === 'ok')).toHaveLength(180);
  expect(entries.filter(({ outcome }) => outcome.kind === 'cancelled')).toHaveLength(20);
  await expect.poll(() => model.counts).toEqual({ open: 0, abandoned: 20 });
  await model.close();
});

test('what streams took of memory is given back', async () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage: () => void = runInNewContext('gc');
  const model = await startEchoingModel(0);
  // Entries are kept by the test alone.
  const { reports, ...clients } = await serveTurnout(pairAt(model.baseUrl), {
    deps: { ledger: { append: async () => undefined } },
  });
  let asked = 0;
  const usedAfter = async (streams: number) => {
    for (const end = asked + streams; asked < end; asked += 50) {
      const round = numbers(50, asked + 1);
      await Promise.all(round.map((number) => readStream(clients, { number, leaves: leaves(number) })));
    }
    await expect.poll(() => model.counts.open).toBe(0);
    collectGarbage();
    return process.memoryUsage().heapUsed;
  };
  const level = await usedAfter(100);
  const grown = (await usedAfter(200)) - level;
  // In bytes. A request that is kept with its response takes 15,000, the test’s own record of one 5,000.
  expect(grown / 200).toBeLessThan(10_000);
  expect(reports).toEqual([]);
  await model.close();
});

import { appendFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { HashedRouter } from '../../../src/node/routers/calibratedRouter';
import { createOwnWinRates, ownWinRatesFolder } from '../../../src/node/slider/ownWinRates';
import { createRandomRouter } from '../../../src/routing/routers/random';
import { rememberedPrompts } from '../../../src/routing/slider/ownCalibration';
import { temporaryFolder } from '../temporaryFolder';
import { runWriters } from './winRateWriters';

const router: HashedRouter = { router: createRandomRouter(0), hash: 'abcdef0123456789ffff' };
const own = (folder: string) => path.join(folder, 'random-abcdef0123456789');

/** `count` lines of one win rate in a file of the store. */
function fill(folder: string, name: string, count: number, winRate: string): void {
  mkdirSync(own(folder), { recursive: true });
  writeFileSync(path.join(own(folder), name), `${winRate}\n`.repeat(count));
}

describe('the user’s own win rates', () => {
  it('are read back in their order, to six digits', async () => {
    const folder = ownWinRatesFolder(path.join(temporaryFolder(), 'made', 'when', 'needed'));
    const store = createOwnWinRates(folder, router);
    for (const winRate of [0.5, 0.123456789, 0, 0.999999]) await store.append(winRate);
    expect(await createOwnWinRates(folder, router).read()).toEqual([0.5, 0.123457, 0, 0.999999]);
  });

  it('are none before the first prompt', async () => {
    expect(await createOwnWinRates(path.join(temporaryFolder(), 'none'), router).read()).toEqual([]);
  });

  it('are kept apart by router and by version of its weights', async () => {
    const folder = temporaryFolder();
    await createOwnWinRates(folder, router).append(0.5);
    expect(await createOwnWinRates(folder, { ...router, hash: 'other' }).read()).toEqual([]);
  });

  it('are numbers, and nothing else is on disk', async () => {
    const folder = temporaryFolder();
    await createOwnWinRates(folder, router).append(0.25);
    expect(readFileSync(path.join(own(folder), '1.txt'), 'utf8')).toBe('0.250000\n');
  });

  it('outlive a line that was torn or damaged', async () => {
    const folder = temporaryFolder();
    const store = createOwnWinRates(folder, router);
    await store.append(0.5);
    appendFileSync(path.join(own(folder), '1.txt'), 'NaN\n1.000000\n\n0.4');
    await store.append(0.75);
    expect(await store.read()).toEqual([0.5, 0.75]);
  });

  it('go on in a next file, and leave no more than is remembered', async () => {
    const folder = temporaryFolder();
    fill(folder, '7.txt', 1000, '0.100000');
    fill(folder, '8.txt', 1000, '0.200000');
    fill(folder, '9.txt', 1000, '0.300000');
    const store = createOwnWinRates(folder, router);
    await store.append(0.4);
    expect(readdirSync(own(folder)).sort()).toEqual(['10.txt', '8.txt', '9.txt']);
    const winRates = await store.read();
    expect(winRates).toHaveLength(rememberedPrompts);
    expect([winRates[0], winRates[998], winRates[999], winRates.at(-1)]).toEqual([0.2, 0.2, 0.3, 0.4]);
  });

  it('are all kept whole when two processes write at once, over the end of a file', async () => {
    const folder = temporaryFolder();
    const each = 900;
    await runWriters(folder, router, ['0.1', '0.2'], each);
    const lines = readdirSync(own(folder)).flatMap((name) =>
      readFileSync(path.join(own(folder), name), 'utf8')
        .trimEnd()
        .split('\n'),
    );
    expect(lines.filter((line) => line === '0.100000')).toHaveLength(each);
    expect(lines.filter((line) => line === '0.200000')).toHaveLength(each);
    expect(lines).toHaveLength(2 * each);
    expect(readdirSync(own(folder)).length).toBeGreaterThan(1);
    expect(await createOwnWinRates(folder, router).read()).toHaveLength(2 * each);
  }, 120_000);
});

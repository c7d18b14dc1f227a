import { createOwnWinRates } from '../../../src/node/slider/ownWinRates';
import { createRandomRouter } from '../../../src/routing/routers/random';

/** A process that keeps one win rate many times: FOLDER HASH WIN-RATE COUNT. */
async function main([folder = '', hash = '', winRate, count]: readonly string[]): Promise<void> {
  const store = createOwnWinRates(folder, { router: createRandomRouter(0), hash });
  for (let written = 0; written < Number(count); written++) await store.append(Number(winRate));
}

void main(process.argv.slice(2));

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createDispatcher } from '../../../src/node/dispatcher';
import { temporaryFolder } from '../temporaryFolder';

const repository = path.join(import.meta.dirname, '..', '..', '..');
const realWorker = path.join(repository, 'dist', 'encoderWorker.js');

/** A worker that ends in the middle of its first prompt, and is the real one when it is started again. */
function writeDyingWorker(): string {
  const folder = temporaryFolder();
  const file = path.join(folder, 'dyingWorker.js');
  writeFileSync(
    file,
    `const { existsSync, writeFileSync } = require('node:fs');
     const { parentPort } = require('node:worker_threads');
     const died = ${JSON.stringify(path.join(folder, 'died'))};
     if (existsSync(died)) require(${JSON.stringify(realWorker)});
     else parentPort.once('message', () => {
       writeFileSync(died, '');
       process.exit(1);
     });`,
  );
  return file;
}

function dispatcherWith(workerFile: string) {
  const fallbacks: Error[] = [];
  const dispatcher = createDispatcher({
    modelsFolder: path.join(repository, 'models'),
    packFolders: [],
    workerFile,
    onFallback: (why) => fallbacks.push(why),
  });
  onTestFinished(() => dispatcher.close());
  return { dispatcher, fallbacks };
}

test('a worker that dies over a prompt has it decided for strong, saying why; the next ones are routed again', async () => {
  const choice = { router: 'default', ifUnavailable: 'fall-back' } as const;
  const limit = { kind: 'strong-share', strongShare: 0.5 } as const;
  const { dispatcher, fallbacks } = dispatcherWith(writeDyingWorker());
  const unharmed = dispatcherWith(realWorker).dispatcher;

  expect(await dispatcher.decide('Sort a list', choice, limit)).toMatchObject({
    model: 'strong',
    winRate: null,
    router: 'default',
    reason: { code: 'router-failed', detail: 'The encoder stopped.' },
  });
  for (const prompt of ['Sort a list', 'Prove that there are infinitely many primes.']) {
    const { winRate, router } = await dispatcher.decide(prompt, choice, limit);
    expect({ winRate, router }).toEqual({
      winRate: (await unharmed.decide(prompt, choice, limit)).winRate,
      router: 'default',
    });
    expect(winRate).toEqual(expect.any(Number));
  }
  // No other router has taken over for good.
  expect(fallbacks).toEqual([]);
});

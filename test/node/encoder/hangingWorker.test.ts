import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createEncoder } from '../../../src/node/encoder/encoder';
import { temporaryFolder } from '../temporaryFolder';

/** Hangs over every prompt as a call into native code does, until it may go on. */
function hangingEncoder() {
  const folder = temporaryFolder();
  const mayGoOn = path.join(folder, 'may-go-on');
  const workerFile = path.join(folder, 'hangingWorker.js');
  writeFileSync(
    workerFile,
    `const { existsSync } = require('node:fs');
     const { parentPort } = require('node:worker_threads');
     const cell = new Int32Array(new SharedArrayBuffer(4));
     parentPort.postMessage({ type: 'loaded' });
     parentPort.on('message', ({ type, id }) => {
       if (type === 'stop') return parentPort.close();
       while (!existsSync(${JSON.stringify(mayGoOn)})) Atomics.wait(cell, 0, 0, 5);
       const embedding = { values: Float32Array.of(1), unknownShare: 0 };
       parentPort.postMessage({ type: 'embedding', id, embedding });
     });`,
  );
  const patience = { prompt: 20, load: 60_000 };
  const encoder = createEncoder(workerFile, folder, patience);
  /** From here on nothing hangs, however slow this machine is. */
  const goOn = () => {
    patience.prompt = 60_000;
    writeFileSync(mayGoOn, '');
  };
  onTestFinished(async () => {
    goOn();
    await encoder.close();
  });
  const outcome = (prompt: string) =>
    encoder.embed(prompt).then(
      () => 'embedded',
      ({ code, message }) => `${code}: ${message}`,
    );
  return { encoder, outcome, goOn };
}

const gaveUp = 'router-failed: The encoder gave no answer within 0.02 s.';
const unavailable =
  'encoder-unavailable: The encoder does not answer any more. Restart the editor or the server.';

test('a worker that hangs is given up with all prompts that wait for it; the next one gets another worker', async () => {
  const { outcome, goOn } = hangingEncoder();
  expect(await Promise.all(['one', 'two'].map(outcome))).toEqual([gaveUp, gaveUp]);
  goOn();
  expect(await outcome('one')).toBe('embedded');
});

test('where the second worker hangs too, prompts are refused at once, until one of the two has ended', async () => {
  const { outcome, goOn } = hangingEncoder();
  expect(await outcome('one')).toBe(gaveUp);
  expect(await outcome('two')).toBe(gaveUp);
  expect(await outcome('three')).toBe(unavailable);
  expect(await outcome('three')).toBe(unavailable);
  goOn();
  await expect.poll(() => outcome('four'), { timeout: 30_000 }).toBe('embedded');
});

test('a worker that hangs does not keep its encoder from closing', async () => {
  const { encoder, outcome } = hangingEncoder();
  const waiting = outcome('one');
  await encoder.close();
  expect(await waiting).toBe('router-failed: The encoder was stopped.');
});

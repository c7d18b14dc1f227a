import { setTimeout as wait } from 'node:timers/promises';
import { Agent, getGlobalDispatcher, setGlobalDispatcher } from 'undici';
import { expect, onTestFinished, test } from 'vitest';
import { patientFetch } from '../../src/node/patientFetch';
import { startLoopbackServer } from '../loopback/loopbackServer';

test('waits for longer than fetch would', async () => {
  const usual = getGlobalDispatcher();
  onTestFinished(() => setGlobalDispatcher(usual));
  setGlobalDispatcher(new Agent({ headersTimeout: 300, bodyTimeout: 300 }));
  const server = await startLoopbackServer(async (_, response) => {
    // undici looks at its clock twice a second.
    await wait(1_500);
    response.writeHead(200).write('slow');
    await wait(1_500);
    response.end(' but sure');
  });
  onTestFinished(() => server.close());
  const [hasty, patient] = await Promise.allSettled([
    fetch(server.origin),
    patientFetch(server.origin).then((response) => response.text()),
  ]);
  expect(hasty).toMatchObject({ status: 'rejected' });
  expect(patient).toEqual({ status: 'fulfilled', value: 'slow but sure' });
});

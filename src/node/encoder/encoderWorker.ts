import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { TurnoutError, wordingOf } from '../../routing/errors';
import { openModelFiles } from '../modelFiles';
import type { EncoderReply, EncoderRequest } from './encoderMessages';
import { openEncoderSession } from './encoderSession';

const { modelsFolder } = workerData as { modelsFolder: string };
const session = openModelFiles(modelsFolder).then(openEncoderSession);

let stopping = false;
let inHand: Promise<void> = Promise.resolve();
if (parentPort !== null) serve(parentPort);

/** Takes one prompt after the other, so that a stop waits for one at most. */
function serve(port: MessagePort): void {
  const loaded: EncoderReply = { type: 'loaded' };
  const tell = () => port.postMessage(loaded);
  // Requests report a failed load; without one in flight it must not end the thread.
  void session.then(tell, tell);
  port.on('message', (request: EncoderRequest) => {
    if (request.type === 'stop') {
      stopping = true;
      port.close();
    } else {
      inHand = inHand.then(async () => {
        if (!stopping) await embed(port, request.id, request.prompt);
      });
    }
  });
}

async function embed(port: MessagePort, id: number, prompt: string): Promise<void> {
  try {
    const embedding = await (await session).embed(prompt);
    const reply: EncoderReply = { type: 'embedding', id, embedding };
    port.postMessage(reply, [embedding.values.buffer as ArrayBuffer]);
  } catch (error) {
    const code = error instanceof TurnoutError ? error.code : 'router-failed';
    const reply: EncoderReply = { type: 'failed', id, code, why: wordingOf(error) };
    port.postMessage(reply);
  }
}

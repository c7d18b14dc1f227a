import { parentPort, workerData } from 'node:worker_threads';
import { messageOf, TurnoutError } from '../routing/errors';
import type { EncoderReply, EncoderRequest } from './encoderMessages';
import { openEncoderSession } from './encoderSession';
import { openModelFiles } from './modelFiles';

const { modelsFolder } = workerData as { modelsFolder: string };
const session = openModelFiles(modelsFolder).then(openEncoderSession);
// Requests report a failed load; without one in flight it must not end the thread.
session.catch(() => undefined);

parentPort?.on('message', async ({ id, prompt }: EncoderRequest) => {
  try {
    const embedding = await (await session).embed(prompt);
    parentPort?.postMessage({ type: 'embedding', id, embedding } satisfies EncoderReply, [
      embedding.buffer as ArrayBuffer,
    ]);
  } catch (error) {
    const code = error instanceof TurnoutError ? error.code : 'router-failed';
    parentPort?.postMessage({ type: 'failed', id, code, message: messageOf(error) } satisfies EncoderReply);
  }
});

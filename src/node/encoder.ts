import { Worker } from 'node:worker_threads';
import { TurnoutError } from '../routing/errors';
import type { Embed } from '../routing/router';
import type { EncoderReply, EncoderRequest } from './encoderMessages';

export interface Encoder {
  readonly embed: Embed;
  /** Stops the worker; prompts still waiting are rejected. */
  close(): Promise<void>;
}

interface Waiting {
  readonly resolve: (embedding: Float32Array) => void;
  readonly reject: (error: Error) => void;
}

/**
 * The sentence encoder in a worker thread, since loading and running it block the thread they are on. The
 * worker starts with the first prompt, and again with the next one if it ever dies.
 *
 * @param workerFile the built `encoderWorker.js`
 */
export function createEncoder(workerFile: string, modelsFolder: string): Encoder {
  let worker: Worker | undefined;
  let lastId = 0;
  let last: { readonly prompt: string; readonly embedding: Promise<Float32Array> } | undefined;
  const waiting = new Map<number, Waiting>();

  const start = (): Worker => {
    const started = new Worker(workerFile, { workerData: { modelsFolder } });
    started.on('message', (reply: EncoderReply) => {
      const prompt = waiting.get(reply.id);
      waiting.delete(reply.id);
      if (reply.type === 'embedding') prompt?.resolve(reply.embedding);
      else prompt?.reject(new TurnoutError(reply.code, reply.message));
      if (waiting.size === 0) started.unref();
    });
    const stopped = (detail: string) => {
      if (worker === started) worker = undefined;
      for (const { reject } of waiting.values()) reject(new TurnoutError('router-failed', detail));
      waiting.clear();
    };
    started.on('error', (error) => stopped(`The encoder stopped: ${error.message}`));
    started.on('exit', () => stopped('The encoder was stopped.'));
    return started;
  };

  const ask = (prompt: string) =>
    new Promise<Float32Array>((resolve, reject) => {
      worker ??= start();
      const request: EncoderRequest = { id: ++lastId, prompt };
      waiting.set(request.id, { resolve, reject });
      worker.ref();
      worker.postMessage(request);
    });

  return {
    // Several routers often score one prompt in a row. A failure is not remembered.
    embed: async (prompt) => {
      if (last?.prompt !== prompt) last = { prompt, embedding: ask(prompt) };
      const asked = last;
      try {
        return await asked.embedding;
      } catch (error) {
        if (last === asked) last = undefined;
        throw error;
      }
    },
    close: async () => {
      await worker?.terminate();
    },
  };
}

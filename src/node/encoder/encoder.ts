import { Worker } from 'node:worker_threads';
import { TurnoutError, type Wording, worded } from '../../routing/errors';
import type { Embed, Embedding } from '../../routing/router';
import type { EncoderReply, EncoderRequest } from './encoderMessages';

export interface Encoder {
  readonly embed: Embed;
  /** Lets the network load before there is a prompt for it; the first prompt does so too. */
  start(): void;
  /** Stops the worker; prompts still waiting are rejected. */
  close(): Promise<void>;
}

interface Waiting {
  readonly resolve: (embedding: Embedding) => void;
  readonly reject: (error: Error) => void;
}

interface RunningWorker {
  embed(prompt: string): Promise<Embedding>;
  stop(): Promise<void>;
}

/**
 * The network of models/ or of a pack in a worker thread, since loading and running it block the thread they are on. The
 * worker starts with the first prompt, and again with the next one if it ever dies.
 *
 * @param workerFile the built `encoderWorker.js`
 * @param modelsFolder models/ or a pack's folder
 */
export function createEncoder(workerFile: string, modelsFolder: string): Encoder {
  let worker: RunningWorker | undefined;
  let last: { readonly prompt: string; readonly embedding: Promise<Embedding> } | undefined;

  const start = () => {
    worker ??= startWorker(workerFile, modelsFolder, (ended) => {
      if (worker === ended) worker = undefined;
    });
    return worker;
  };

  return {
    // Several routers often score one prompt in a row. A failure is not remembered.
    embed: async (prompt) => {
      if (last?.prompt !== prompt) last = { prompt, embedding: start().embed(prompt) };
      const asked = last;
      try {
        return await asked.embedding;
      } catch (error) {
        if (last === asked) last = undefined;
        throw error;
      }
    },
    start,
    close: async () => {
      const closing = worker;
      worker = undefined;
      await closing?.stop();
    },
  };
}

function startWorker(
  workerFile: string,
  modelsFolder: string,
  onEnd: (ended: RunningWorker) => void,
): RunningWorker {
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  const thread = new Worker(workerFile, { workerData: { modelsFolder } });
  const post = (request: EncoderRequest) => thread.postMessage(request);
  const rejectAll = (why: Wording) => {
    for (const { reject } of waiting.values()) reject(new TurnoutError('router-failed', why));
    waiting.clear();
  };

  const running: RunningWorker = {
    embed: (prompt) =>
      new Promise((resolve, reject) => {
        const id = ++lastId;
        waiting.set(id, { resolve, reject });
        thread.ref();
        post({ type: 'embed', id, prompt });
      }),
    // Asked to end, never terminated: killing a thread inside onnxruntime takes the whole process with it.
    stop: async () => {
      rejectAll(worded('The encoder was stopped.'));
      const ended = new Promise((resolve) => thread.once('exit', resolve));
      thread.ref();
      post({ type: 'stop' });
      await ended;
    },
  };
  thread.on('message', (reply: EncoderReply) => {
    if (reply.type !== 'loaded') {
      const prompt = waiting.get(reply.id);
      waiting.delete(reply.id);
      if (reply.type === 'embedding') prompt?.resolve(reply.embedding);
      else prompt?.reject(new TurnoutError(reply.code, reply.why));
    }
    if (waiting.size === 0) thread.unref();
  });
  thread.on('error', (error) => rejectAll(worded('The encoder stopped: {0}', error.message)));
  thread.on('exit', () => {
    rejectAll(worded('The encoder stopped.'));
    onEnd(running);
  });
  return running;
}

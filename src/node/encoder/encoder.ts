import { SHARE_ENV, Worker } from 'node:worker_threads';
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

/** For how many milliseconds a worker may be silent over a prompt, and over loading its network, before it hangs. */
export interface Patience {
  readonly prompt: number;
  readonly load: number;
}

const usualPatience: Patience = { prompt: 20_000, load: 60_000 };

/** A thread that hangs is left alone, since none can be ended by force; but not any number of them. */
const mostHanging = 2;

/**
 * The network of models/ or of a pack in a worker thread, since loading and running it block the thread they are on. The
 * worker starts with the first prompt, and again with the next one if it ever dies or hangs. Where its follower hangs
 * too, prompts are refused at once as `encoder-unavailable` until one of the two has ended after all.
 *
 * @param workerFile the built `encoderWorker.js`
 * @param modelsFolder models/ or a pack's folder
 */
export function createEncoder(
  workerFile: string,
  modelsFolder: string,
  patience: Patience = usualPatience,
): Encoder {
  let worker: RunningWorker | undefined;
  const hanging = new Set<RunningWorker>();
  let last: { readonly prompt: string; readonly embedding: Promise<Embedding> } | undefined;

  const start = () => {
    if (worker !== undefined) return worker;
    if (hanging.size >= mostHanging) {
      throw new TurnoutError(
        'encoder-unavailable',
        worded('The encoder does not answer any more. Restart the editor or the server.'),
      );
    }
    const started = startWorker({ workerFile, modelsFolder, patience }, (state) => {
      if (worker === started) worker = undefined;
      if (state === 'hanging') hanging.add(started);
      else hanging.delete(started);
    });
    worker = started;
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

interface WorkerSource {
  readonly workerFile: string;
  readonly modelsFolder: string;
  readonly patience: Patience;
}

/** @param onLost told when no more can be had of the worker: `ended`, or `hanging` and perhaps `ended` later */
function startWorker(
  { workerFile, modelsFolder, patience }: WorkerSource,
  onLost: (state: 'hanging' | 'ended') => void,
): RunningWorker {
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  let allowed = patience.load;
  let stopping = false;
  let silence: NodeJS.Timeout | undefined;
  // onnxruntime reads the environment of the process, of which a worker has but a copy unless it shares it.
  const thread = new Worker(workerFile, { workerData: { modelsFolder }, env: SHARE_ENV });
  const post = (request: EncoderRequest) => thread.postMessage(request);
  const rejectAll = (why: Wording) => {
    for (const { reject } of waiting.values()) reject(new TurnoutError('router-failed', why));
    waiting.clear();
  };
  let leave = () => {};
  const lost = new Promise<void>((resolve) => {
    leave = resolve;
  });

  const giveUp = () => {
    rejectAll(worded('The encoder gave no answer within {0} s.', allowed / 1000));
    onLost('hanging');
    // Should it ever go on, it ends.
    post({ type: 'stop' });
    thread.unref();
    leave();
  };
  /** Silence counts from here. */
  const listen = () => {
    clearTimeout(silence);
    if (waiting.size > 0 || stopping) silence = setTimeout(giveUp, allowed);
    else thread.unref();
  };

  thread.on('message', (reply: EncoderReply) => {
    if (reply.type === 'loaded') allowed = patience.prompt;
    else {
      const prompt = waiting.get(reply.id);
      waiting.delete(reply.id);
      if (reply.type === 'embedding') prompt?.resolve(reply.embedding);
      else prompt?.reject(new TurnoutError(reply.code, reply.why));
    }
    listen();
  });
  thread.on('error', (error) => rejectAll(worded('The encoder stopped: {0}', error.message)));
  thread.on('exit', () => {
    clearTimeout(silence);
    rejectAll(worded('The encoder stopped.'));
    onLost('ended');
    leave();
  });

  return {
    embed: (prompt) =>
      new Promise((resolve, reject) => {
        const id = ++lastId;
        waiting.set(id, { resolve, reject });
        thread.ref();
        post({ type: 'embed', id, prompt });
        if (waiting.size === 1) listen();
      }),
    // Asked to end, never terminated: killing a thread inside onnxruntime takes the whole process with it.
    stop: async () => {
      rejectAll(worded('The encoder was stopped.'));
      stopping = true;
      thread.ref();
      post({ type: 'stop' });
      listen();
      await lost;
    },
  };
}

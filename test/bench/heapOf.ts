import type { ChildProcess } from 'node:child_process';

/** The heap of another Node, as its inspector tells. */
export interface Heap {
  /** Bytes in use once everything that nothing refers to has been collected. */
  used(): Promise<number>;
  close(): void;
}

/**
 * Takes hold of the inspector of a Node that was started with `--inspect=127.0.0.1:0`.
 *
 * @param errors what it writes to stderr, from its start
 */
export async function openHeap(errors: NonNullable<ChildProcess['stderr']>): Promise<Heap> {
  const address = await new Promise<string>((resolve, reject) => {
    let text = '';
    errors.on('data', (piece) => {
      text += piece;
      const [url] = /ws:\/\/\S+/.exec(text) ?? [];
      if (url !== undefined) resolve(url);
    });
    errors.once('end', () => reject(new Error(`It has no inspector: ${text}`)));
  });
  const socket = new WebSocket(address);
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve);
    socket.addEventListener('error', reject);
  });
  const waiting = new Map<number, (result: unknown) => void>();
  socket.addEventListener('message', ({ data }) => {
    const { id, result } = JSON.parse(String(data)) as { id?: number; result?: unknown };
    if (id !== undefined) waiting.get(id)?.(result);
  });
  let ids = 0;
  const call = (method: string) =>
    new Promise<unknown>((resolve) => {
      const id = ++ids;
      waiting.set(id, resolve);
      socket.send(JSON.stringify({ id, method }));
    });
  return {
    used: async () => {
      await call('HeapProfiler.enable');
      await call('HeapProfiler.collectGarbage');
      const { usedSize } = (await call('Runtime.getHeapUsage')) as { usedSize: number };
      return usedSize;
    },
    close: () => socket.close(),
  };
}

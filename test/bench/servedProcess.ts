import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { bundles, modelsFolder } from './setting';

/** A running `turnout serve`. */
export interface ServedProcess {
  readonly origin: string;
  /** Milliseconds of processor time that it has used so far. */
  cpuTime(): Promise<number>;
  stop(): Promise<void>;
}

export const token = 'a-token-for-measuring';

/** @param upstream where both models are, as an OpenAI client is configured */
export async function serve(upstream: string, home: string): Promise<ServedProcess> {
  const models = [
    '--strong-url',
    upstream,
    '--strong-model',
    'big',
    '--weak-url',
    upstream,
    '--weak-model',
    'small',
  ];
  const child = spawn(
    process.execPath,
    [
      '--require',
      path.join(bundles, 'cpuProbe.js'),
      path.join(bundles, 'cli.js'),
      'serve',
      '--port',
      '0',
      ...models,
    ],
    {
      env: {
        ...process.env,
        TURNOUT_HOME: home,
        TURNOUT_MODELS: modelsFolder,
        TURNOUT_SERVER_TOKEN: token,
        TURNOUT_STRONG_KEY: 'none',
        TURNOUT_WEAK_KEY: 'none',
      },
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    },
  );
  const origin = await originOf(child);
  return {
    origin,
    cpuTime: async () => {
      const told = once(child, 'message') as Promise<[{ readonly ms: number }]>;
      child.send('how much?');
      const [{ ms }] = await told;
      return ms;
    },
    stop: async () => {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}

async function originOf(child: ChildProcess): Promise<string> {
  let output = '';
  for await (const piece of child.stdout ?? []) {
    output += piece;
    const origin = /http:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0];
    if (origin !== undefined && output.includes('strong share')) return origin;
  }
  throw new Error(`turnout serve does not listen: ${output}`);
}

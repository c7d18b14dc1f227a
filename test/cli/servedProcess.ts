import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import OpenAI from 'openai';
import { onTestFinished } from 'vitest';
import { temporaryFolder } from '../node/temporaryFolder';
import { spawnTurnout } from './turnoutProcess';

/** The token of servers that are given none of their own. */
export const serverToken = 'chosen-by-the-test';

/** Runs `turnout serve` for the test, until it has said where it listens. */
export async function serve(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const home = temporaryFolder();
  const child = spawnTurnout(['serve', '--port', '0', ...args], {
    home,
    env: { TURNOUT_SERVER_TOKEN: serverToken, ...env },
  });
  const output = { stdout: '', stderr: '' };
  child.stderr.on('data', (piece) => {
    output.stderr += piece;
  });
  const ended = once(child, 'close').then(([code]) => code as number | null);
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  const started = Promise.withResolvers<void>();
  child.stdout.on('data', (piece) => {
    output.stdout += piece;
    if (/strong share .*\n/.test(output.stdout)) started.resolve();
  });
  await Promise.race([started.promise, ended]);
  const origin = /http:\/\/127\.0\.0\.1:\d+/.exec(output.stdout)?.[0];
  if (origin === undefined) throw new Error(`It does not listen: ${output.stderr}`);
  return { child, ended, output, origin, home, openai: clientOf(origin, serverToken) };
}

export function clientOf(origin: string, apiKey: string): OpenAI {
  return new OpenAI({ baseURL: `${origin}/v1`, apiKey, maxRetries: 0 });
}

/** The ledger's entries of this month. */
export function ledgerOf(home: string) {
  const file = path.join(home, `ledger-${new Date().toISOString().slice(0, 7)}.jsonl`);
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

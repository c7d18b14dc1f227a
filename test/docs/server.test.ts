import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { defaultPort } from '../../src/server/defaults';
import { answerOf } from '../loopback/loopbackServer';
import { startOpenAiServer } from '../loopback/openaiServer';
import { pairAt, serveTurnout, token } from '../server/servedTurnout';

const root = path.join(import.meta.dirname, '..', '..');
const page = readFileSync(path.join(root, 'docs', 'server.md'), 'utf8');

test('the page’s Node client gets its answer', async () => {
  const [, script = ''] = /```js\n([\s\S]*?)```/.exec(page) ?? [];
  const upstream = await startOpenAiServer(answerOf('Hello from the strong one.'));
  const { origin } = await serveTurnout(pairAt(upstream.baseUrl));
  // Inside the repository, where it finds the client.
  mkdirSync(path.join(root, 'test-results'), { recursive: true });
  const folder = mkdtempSync(path.join(root, 'test-results', 'page-'));
  const file = path.join(folder, 'client.mjs');
  writeFileSync(file, script.replace(`http://127.0.0.1:${defaultPort}`, origin));
  const child = spawn(process.execPath, [file], { env: { ...process.env, TURNOUT_SERVER_TOKEN: token } });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  rmSync(folder, { recursive: true });
  await upstream.close();
  expect(stderr).toBe('');
  expect(stdout).toBe('Hello from the strong one.');
});

test('the page names the port that is listened on', () => {
  const ports = [...page.matchAll(/127\.0\.0\.1:(\d+)/g)].map(([, port]) => Number(port));
  expect(new Set(ports)).toEqual(new Set([defaultPort, 11434]));
});

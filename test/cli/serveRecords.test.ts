import { existsSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLedgerReader } from '../../src/node/ledger/ledgerReader';
import { csvOf, jsonOf } from '../../src/routing/report/ledgerExport';
import { answerOf } from '../loopback/loopbackServer';
import {
  type OpenAiChatRequest,
  type OpenAiServer,
  openAiError,
  startOpenAiServer,
} from '../loopback/openaiServer';
import { temporaryFolder } from '../node/temporaryFolder';
import { ledgerOf, serve, serverToken } from './servedProcess';
import { runTurnout } from './turnoutProcess';

const answered = answerOf('Hello there.', { fresh: 30, cached: 0, output: 7 });
let upstream: OpenAiServer;
beforeEach(async () => {
  upstream = await startOpenAiServer(answered);
});
afterEach(() => upstream.close());

const pair = () => [
  ...['--strong-url', upstream.baseUrl, '--strong-model', 'big'],
  ...['--weak-url', upstream.baseUrl, '--weak-model', 'small'],
];
const ask = (model: string) => ({ model, messages: [{ role: 'user' as const, content: 'Why is it blue?' }] });

test('keys and secret headers are in nothing that is written, shown or sent on', async () => {
  const planted = { strong: 'sk-planted-strong-key', weak: 'sk-planted-weak-key', header: 'planted-header' };
  const config = path.join(temporaryFolder(), 'pair.json');
  const headers = { 'x-proxy-token': `\${env:PLANTED_HEADER}` };
  const at = { baseUrl: upstream.baseUrl, headers };
  writeFileSync(config, JSON.stringify({ strong: { ...at, model: 'big' }, weak: { ...at, model: 'small' } }));
  const { output, home, child, ended, openai } = await serve(['--config', config], {
    TURNOUT_STRONG_KEY: planted.strong,
    TURNOUT_WEAK_KEY: planted.weak,
    PLANTED_HEADER: planted.header,
  });
  // Endpoints that repeat all they were told, in every kind of failure.
  const refusals = [400, 401, 403, 404, 500].map((status) => ({ model }: OpenAiChatRequest) => ({
    kind: 'refusal' as const,
    status,
    ...openAiError(`Told: ${model === 'big' ? planted.strong : planted.weak} ${planted.header}`, null),
  }));
  const seen: string[] = [];
  for (const reply of [answered, ...refusals]) {
    for (const threshold of [0, 1]) {
      upstream.reply = reply;
      const answer = await openai.chat.completions
        .create(ask(`router-lexical-${threshold}`))
        .catch((error: Error) => `${error.message} ${JSON.stringify(error)}`);
      seen.push(JSON.stringify(answer));
    }
  }
  child.kill('SIGTERM');
  await ended;
  const sent = JSON.stringify(upstream.requests);
  for (const secret of Object.values(planted)) expect(sent).toContain(secret);

  const reader = createLedgerReader({ folder: home, dayOf: (time) => time.slice(0, 10), zone: () => 'UTC' });
  const report = await reader.report({ today: '2026-11-24', curves: { benchmarks: [], routers: {} } });
  expect(report.requests).toBe(12);
  expect(report.outcomes).toMatchObject({ ok: 2, failed: 10 });
  for await (const piece of csvOf(report, reader.entries())) seen.push(piece);
  for await (const piece of jsonOf(report, reader.entries())) seen.push(piece);
  for (const args of [['report'], ['report', '--json']]) seen.push((await runTurnout(args, { home })).stdout);
  const files = readdirSync(home, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
  expect(files.length).toBeGreaterThan(0);
  for (const file of files) seen.push(readFileSync(path.join(file.parentPath, file.name), 'utf8'));

  const all = [output.stdout, output.stderr, ...seen].join('\n');
  expect(all).toContain('Told: … …');
  for (const secret of Object.values(planted)) expect(all).not.toContain(secret);
});

// Linux's own device that is always full.
test.skipIf(!existsSync('/dev/full'))(
  'a full disk costs nobody an answer, is named, and is forgotten',
  async () => {
    const { output, home, openai } = await serve(pair(), { TURNOUT_SERVER_TOKEN: serverToken });
    const month = path.join(home, `ledger-${new Date().toISOString().slice(0, 7)}.jsonl`);
    const answer = async () =>
      (await openai.chat.completions.create(ask('router-lexical-1'))).choices[0]?.message.content;
    symlinkSync('/dev/full', month);
    expect(await answer()).toBe('Hello there.');
    await expect
      .poll(() => output.stderr)
      .toContain(
        `a call could not be written to the ledger: ${month} cannot be written: the disk is full. Make room on it.`,
      );
    rmSync(month);
    expect(await answer()).toBe('Hello there.');
    expect(ledgerOf(home)).toMatchObject([{ outcome: { kind: 'ok' }, decision: { router: 'lexical' } }]);
  },
);

import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { type Clients, type Ended, readStream, startEchoingModel } from '../server/streams';
import { openHeap } from './heapOf';
import { spreadOf } from './rounds';

/** The bundle lies in test-results/stress. */
const repository = path.join(__dirname, '..', '..');
const token = 'a-token-for-the-stress';
const pauseMs = 50;

const write = (line = '') => process.stdout.write(`${line}\n`);
const megabytes = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(1)} MB`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { seconds: { type: 'string', default: '60' }, streams: { type: 'string', default: '200' } },
  });
  const streams = Number(values.streams);
  const model = await startEchoingModel(pauseMs);
  const home = mkdtempSync(path.join(tmpdir(), 'turnout-stress-'));
  const server = await startServer(model.baseUrl, home);
  try {
    write(`${cpus()[0]?.model ?? 'unknown CPU'}, ${availableParallelism()} cores, Node ${process.version}.`);
    let number = 0;
    const next = () => ({ number: ++number, leaves: number % 10 === 0 });
    const rush = async (until: number) => {
      const ends: End[] = [];
      await Promise.all(
        Array.from({ length: streams }, async () => {
          do ends.push(await endOf(server.clients, next()));
          while (Date.now() < until);
        }),
      );
      return ends;
    };
    // Who has left may still be on the way to the ledger.
    const isQuiet = () => model.counts.open === 0 && entriesIn(home) === number;
    await rush(0);
    await settle(isQuiet);
    const before = await server.heap.used();
    const started = Date.now();
    const peak = watchPeak(server.residentBytes);
    const ends = await rush(started + Number(values.seconds) * 1000);
    const seconds = (Date.now() - started) / 1000;
    const peakBytes = peak.stop();
    await settle(isQuiet);
    const after = await server.heap.used();

    const count = (kind: End['kind']) => ends.filter((end) => end.kind === kind).length;
    write(
      `${streams} streams at once for ${seconds.toFixed(0)} s, one in ten left in the middle by its client:`,
    );
    write(`  ${count('whole')} whole, ${count('left')} left, ${count('wrong')} lost or mixed up`);
    write(`  ${((count('whole') + count('left')) / seconds).toFixed(0)} a second`);
    const { median, high } = spreadOf(ends.map(({ ms }) => ms));
    write(
      `  from request to end: median ${median.toFixed(0)} ms, three quarters within ${high.toFixed(0)} ms`,
    );
    write(`upstream: ${model.counts.abandoned} of ${number} stopped early, ${model.counts.open} still open`);
    write(`ledger: ${entriesIn(home)} entries of ${number} calls`);
    write(`heap in use after collection: ${megabytes(before)} before, ${megabytes(after)} afterwards`);
    write(`memory at its highest: ${megabytes(peakBytes)} resident`);
    for (const { why } of ends.filter((end) => end.kind === 'wrong').slice(0, 5)) write(`  ${why}`);
    if (count('wrong') > 0 || !isQuiet()) process.exitCode = 1;
  } finally {
    await server.stop();
    await model.close();
    rmSync(home, { recursive: true, force: true });
  }
}

interface End {
  readonly kind: Ended | 'wrong';
  readonly ms: number;
  readonly why?: string;
}

async function endOf(clients: Clients, plan: { number: number; leaves: boolean }): Promise<End> {
  const started = performance.now();
  try {
    return { kind: await readStream(clients, plan), ms: performance.now() - started };
  } catch (error) {
    return { kind: 'wrong', ms: performance.now() - started, why: String(error) };
  }
}

/** `turnout serve` as people run it, with its inspector open. */
async function startServer(baseUrl: string, home: string) {
  const sides = ['strong', 'weak'].flatMap((side) => [`--${side}-url`, baseUrl, `--${side}-model`, side]);
  const cli = path.join(repository, 'dist', 'cli.js');
  const child = spawn(process.execPath, ['--inspect=127.0.0.1:0', cli, 'serve', '--port', '0', ...sides], {
    env: { ...process.env, TURNOUT_HOME: home, TURNOUT_SERVER_TOKEN: token },
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  const origin = new Promise<string>((resolve) => {
    let text = '';
    child.stdout.on('data', (piece) => {
      text += piece;
      const [found] = /http:\/\/127\.0\.0\.1:\d+/.exec(text) ?? [];
      if (found !== undefined) resolve(found);
    });
  });
  const heap = await openHeap(child.stderr);
  const address = await origin;
  const clients: Clients = {
    openai: new OpenAI({ baseURL: `${address}/v1`, apiKey: token, maxRetries: 0 }),
    anthropic: new Anthropic({ baseURL: address, apiKey: token, authToken: null, maxRetries: 0 }),
  };
  return {
    clients,
    heap,
    /** Undefined where the system does not tell. */
    residentBytes: () => residentBytesOf(child.pid ?? 0),
    stop: async () => {
      heap.close();
      child.kill('SIGKILL');
      await ended;
    },
  };
}

function residentBytesOf(pid: number): number {
  try {
    const [, kilobytes = '0'] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kilobytes) * 1024;
  } catch {
    // Only Linux tells.
    return Number.NaN;
  }
}

function watchPeak(measure: () => number) {
  let highest = measure();
  const timer = setInterval(() => {
    highest = Math.max(highest, measure());
  }, 200);
  return {
    stop: () => {
      clearInterval(timer);
      return highest;
    },
  };
}

/** Waits until it holds, ten seconds at most. */
async function settle(holds: () => boolean): Promise<void> {
  for (let waited = 0; !holds() && waited < 10_000; waited += 100) await wait(100);
}

function entriesIn(home: string): number {
  // Who finds a line half written begins with a line break, which may leave an empty line behind.
  const entries = (name: string) =>
    readFileSync(path.join(home, name), 'utf8')
      .split('\n')
      .filter((line) => line !== '').length;
  return readdirSync(home)
    .filter((name) => name.startsWith('ledger-'))
    .reduce((sum, name) => sum + entries(name), 0);
}

main().catch((error: unknown) => {
  process.stderr.write(`stress: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});

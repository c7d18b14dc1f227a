import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ledgerMonthFiles } from '../../src/node/ledger/ledgerFile';
import { createLedgerReader } from '../../src/node/ledger/ledgerReader';
import { localDay, localZone } from '../../src/node/ledger/localDay';
import { readLines } from '../../src/node/textLines';
import type { Entry } from '../../src/routing/ledger/ledger';
import { spreadOf, type Time } from './rounds';

const entryCount = 1_000_000;
const first = Date.UTC(2025, 10, 1);
const spanMs = 365 * 86_400_000;
const rounds = 5;

/**
 * Times the report of a million entries against one reading of their files. A reading here is what whoever wants to know
 * anything of them cannot do without: each line read, decoded and parsed once, and nothing made of it. Both are timed in
 * turns, by the clock and by the processor's work for them, which a busy machine disturbs less.
 */
export async function benchLedger(write: (line: string) => void): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'turnout-ledger-'));
  try {
    await writeLedger(folder);
    const files = (await ledgerMonthFiles(folder)).map((name) => path.join(folder, name));
    const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size));
    const megabytes = sizes.reduce((sum, size) => sum + size, 0) / 1e6;
    const timings = { plain: [] as Time[], rebuilt: [] as Time[], opened: [] as Time[] };
    let peak = 0;
    // The first round warms up.
    for (let round = 0; round <= rounds; round++) {
      await dropSummaries(folder);
      const plain = await timeOf(() => readPlainly(files));
      const rebuilt = await timeOf(() => openReport(folder, (bytes) => (peak = Math.max(peak, bytes))));
      const opened = await timeOf(() => openReport(folder));
      if (round === 0) continue;
      timings.plain.push(plain);
      timings.rebuilt.push(rebuilt);
      timings.opened.push(opened);
    }
    write(
      `A report of ${entryCount.toLocaleString('en')} entries (${megabytes.toFixed(0)} MB, a file a month):`,
    );
    const { median } = spreadOf(timings.plain.map(({ clock }) => clock));
    write(`  each line read and parsed, nothing else: ${(median / 1000).toFixed(2)} s`);
    write(`  the report without summaries: ${ratios(timings.rebuilt, timings.plain)} × that`);
    write(`  the report from summaries: ${ratios(timings.opened, timings.plain)} × that`);
    write(`  the heap's peak while summaries were made: ${(peak / 1e6).toFixed(0)} MB`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function ratios(times: readonly Time[], bases: readonly Time[]): string {
  const by = (kind: keyof Time) => {
    const parts = times.map((time, round) => time[kind] / (bases[round]?.[kind] ?? Number.NaN));
    const { median, low, high } = spreadOf(parts);
    return `${median.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`;
  };
  return `${by('processor')} by the processor, ${by('clock')} by the clock,`;
}

async function openReport(folder: string, onHeap: (bytes: number) => void = () => {}): Promise<void> {
  const probe = setInterval(() => onHeap(process.memoryUsage().heapUsed), 20);
  const reader = createLedgerReader({ folder, dayOf: localDay, zone: localZone });
  const { calls } = await reader.report({ today: '2026-10-31', curves: { benchmarks: [], routers: {} } });
  clearInterval(probe);
  if (calls !== entryCount) throw new Error(`The report tells of ${calls} calls.`);
}

async function readPlainly(files: readonly string[]): Promise<void> {
  let lines = 0;
  for (const file of files) {
    await readLines(file, 0, (line) => {
      if (JSON.parse(line).version === 2) lines++;
    });
  }
  if (lines !== entryCount) throw new Error(`${lines} lines were read.`);
}

async function dropSummaries(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (name.endsWith('.summary.json')) await rm(path.join(folder, name));
  }
}

/** A year's calls, evenly, with five doors, four languages and win rates of every size. */
async function writeLedger(folder: string): Promise<void> {
  let month = '';
  let file: ReturnType<typeof createWriteStream> | undefined;
  for (let number = 0; number < entryCount; number++) {
    const entry = entryOf(number);
    if (entry.time.slice(0, 7) !== month) {
      month = entry.time.slice(0, 7);
      file?.end();
      if (file !== undefined) await once(file, 'close');
      file = createWriteStream(path.join(folder, `ledger-${month}.jsonl`));
    }
    if (file?.write(`${JSON.stringify(entry)}\n`) === false) await once(file, 'drain');
  }
  file?.end();
  if (file !== undefined) await once(file, 'close');
}

const doors = ['sidebar', 'server', 'participant', 'code-assist', 'model-provider'] as const;
const languages = ['typescript', 'python', 'rust', 'markdown'] as const;

function entryOf(number: number): Entry {
  const winRate = ((number * 7919) % 10_007) / 10_008;
  const model = winRate >= 0.6 ? 'strong' : 'weak';
  const place = { provider: 'openai', baseUrl: 'https://api.openai.com/v1' } as const;
  return {
    version: 2,
    id: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    time: new Date(first + (number / entryCount) * spanMs).toISOString(),
    door: doors[number % doors.length] ?? 'sidebar',
    conversation: `11111111-1111-4111-8111-${String(number >> 3).padStart(12, '0')}`,
    languageId: languages[number % languages.length] ?? 'rust',
    kind: 'call',
    pair: { strong: { ...place, model: 'gpt-5' }, weak: { ...place, model: 'gpt-5-mini' } },
    decision: {
      model,
      winRate,
      router: 'default',
      routerVersion: '23b8b5636016e254',
      threshold: 0.6,
      strongShare: 0.4,
      reason: {
        code: model === 'strong' ? 'win-rate-reaches-threshold' : 'win-rate-below-threshold',
        winRate,
        threshold: 0.6,
      },
      ms: 6.25,
    },
    usage: {
      inputTokens: 900 + (number % 700),
      cachedInputTokens: number % 512,
      outputTokens: 100 + (number % 400),
      reasoningTokens: number % 64,
      source: 'measured',
    },
    cost: model === 'strong' ? 0.004 : 0.0007,
    alwaysStrongCost: 0.004,
    alwaysWeakCost: 0.0007,
    outputPrices: { strong: 10, weak: 2 },
    priceTable: 'genai-prices 0.1.8',
    outcome: { kind: 'ok' },
    ms: 1200 + (number % 900),
  };
}

async function timeOf(run: () => Promise<void>): Promise<Time> {
  const started = performance.now();
  const before = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(before);
  return { clock: performance.now() - started, processor: (user + system) / 1000 };
}

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

const entryCount = 1_000_000;
const first = Date.UTC(2025, 10, 1);
const spanMs = 365 * 86_400_000;
/** The middle one of so many counts. */
const rounds = 3;

/** Times the report of a million entries against one plain reading of their files, each line parsed once. */
export async function benchLedger(write: (line: string) => void): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'turnout-ledger-'));
  try {
    await writeLedger(folder);
    const files = (await ledgerMonthFiles(folder)).map((name) => path.join(folder, name));
    const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size));
    const megabytes = sizes.reduce((sum, size) => sum + size, 0) / 1e6;
    const times = { plain: [] as number[], rebuilt: [] as number[], opened: [] as number[] };
    let peak = 0;
    for (let round = 0; round < rounds; round++) {
      await dropSummaries(folder);
      times.plain.push(await timeOf(() => readPlainly(files)));
      times.rebuilt.push(await timeOf(() => openReport(folder, (bytes) => (peak = Math.max(peak, bytes)))));
      times.opened.push(await timeOf(() => openReport(folder)));
    }
    const [plain, rebuilt, opened] = [times.plain, times.rebuilt, times.opened].map(middleOf);
    write(
      `A report of ${entryCount.toLocaleString('en')} entries (${megabytes.toFixed(0)} MB, a file a month):`,
    );
    write(`  each line read and parsed, nothing else: ${seconds(plain)}`);
    write(`  the report without summaries: ${seconds(rebuilt)}, ${ratio(rebuilt, plain)} × that`);
    write(`  the report from summaries: ${seconds(opened)}, ${ratio(opened, plain)} × that`);
    write(`  the heap's peak while summaries were made: ${(peak / 1e6).toFixed(0)} MB`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function openReport(folder: string, onHeap: (bytes: number) => void = () => {}): Promise<void> {
  const probe = setInterval(() => onHeap(process.memoryUsage().heapUsed), 20);
  const reader = createLedgerReader({ folder, dayOf: localDay, zone: localZone() });
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

async function timeOf(run: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await run();
  return performance.now() - started;
}

function middleOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

const seconds = (ms = Number.NaN) => `${(ms / 1000).toFixed(2)} s`;
const ratio = (ms = Number.NaN, of = Number.NaN) => (ms / of).toFixed(2);

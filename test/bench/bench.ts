import { availableParallelism, cpus } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { messageOf, TurnoutError } from '../../src/routing/errors';
import { benchActivation } from './activation';
import { benchDecisions, benchMegabytes, benchThroughput } from './decisions';
import { benchFirstDecision } from './firstDecision';
import type { Write } from './goal';
import { benchIdle } from './idle';
import { benchLedger } from './ledgerBench';
import { benchMemory } from './memory';
import { readPrompts } from './prompts';
import { benchResponsiveness } from './responsiveness';
import { benchServer } from './server';
import { openDispatcher, openEncoders, repository, type Setting } from './setting';

/** What can be measured, by the name that chooses it. */
const parts: Readonly<Record<string, (setting: Setting) => Promise<void>>> = {
  activation: benchActivation,
  loop: benchResponsiveness,
  first: benchFirstDecision,
  decision: benchDecisions,
  throughput: benchThroughput,
  megabyte: benchMegabytes,
  server: benchServer,
  memory: benchMemory,
  idle: benchIdle,
  ledger: ({ write }) => benchLedger(write),
};

const write: Write = (line = '') => process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { data: { type: 'string' } },
    allowPositionals: true,
  });
  const unknown = positionals.find((name) => !Object.hasOwn(parts, name));
  if (unknown !== undefined) {
    throw new TurnoutError(
      'bad-input',
      `There is no part "${unknown}". The parts are ${Object.keys(parts).join(', ')}.`,
    );
  }
  const file =
    values.data === undefined
      ? path.join(repository, 'test', 'golden', 'prompts.jsonl')
      : path.join(values.data, 'prompts', 'arena_hard_v0.1.jsonl');
  const prompts = await readPrompts(file);
  const dispatcher = openDispatcher(write);
  try {
    const setting = { write, ...(await openEncoders()), dispatcher, prompts, source: path.basename(file) };
    write(`${cpus()[0]?.model ?? 'unknown CPU'}, ${availableParallelism()} cores, Node ${process.version}.`);
    write('Medians over rounds in which all take turns, the middle half of the rounds in brackets.');
    for (const [name, run] of Object.entries(parts)) {
      if (positionals.length > 0 && !positionals.includes(name)) continue;
      write(`\n## ${name}\n`);
      await run(setting);
    }
    write(
      '\nFrames while an answer streams into a chat of 1,000 messages: `npm test -- walk`, in longChat.test.ts.',
    );
  } finally {
    await dispatcher.close();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`bench: ${messageOf(error)}\n`);
  process.exitCode = 1;
});

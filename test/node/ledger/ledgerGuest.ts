import { createLedgerFile } from '../../../src/node/ledger/ledgerFile';
import { createLedgerReader } from '../../../src/node/ledger/ledgerReader';
import { messageOf } from '../../../src/routing/errors';
import { entryWith } from './entries';

/** A process that may not write in the ledger's folder, whoever starts it: says what becomes of an entry and of the report. */
async function main([folder = '']: readonly string[]): Promise<void> {
  const nobody = 65_534;
  if (process.getuid?.() === 0) process.setuid?.(nobody);
  const failure = await createLedgerFile(folder)
    .append(entryWith())
    .then(() => null, messageOf);
  const reader = createLedgerReader({ folder, dayOf: (time) => time.slice(0, 10), zone: () => 'UTC' });
  const { calls } = await reader.report({ today: '2026-12-24', curves: { benchmarks: [], routers: {} } });
  process.stdout.write(JSON.stringify({ failure, calls }));
}

void main(process.argv.slice(2));

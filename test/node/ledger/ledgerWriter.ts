import { createLedgerFile } from '../../../src/node/ledger/ledgerFile';
import { entryWith } from './entries';

/** A process that appends entries, and says of each that it is on record: FOLDER NAME COUNT. */
async function main([folder = '', name, count]: readonly string[]): Promise<void> {
  const ledger = createLedgerFile(folder);
  for (let written = 0; written < Number(count); written++) {
    const id = `${name}-${written}`;
    await ledger.append(entryWith({ id }));
    process.stdout.write(`${id}\n`);
  }
}

void main(process.argv.slice(2));

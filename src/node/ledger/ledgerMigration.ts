import { writeFileSync } from 'node:fs';
import { link, open, rename, rm } from 'node:fs/promises';
import { readLines } from '../textLines';
import { readEntry } from './ledgerFile';

/** Calls that began before a month's end may come to be written some time after it. */
const graceMs = 2 * 86_400_000;

/** Whether nothing is written to a month's file any more. @param name `ledger-2026-11.jsonl` */
export function isOver(name: string, now: number): boolean {
  const [, year, month] = /(\d{4})-(\d{2})/.exec(name) ?? [];
  return now > Date.UTC(Number(year), Number(month)) + graceMs;
}

/**
 * Writes a file of an earlier format anew in today's, line by line; the old one stays beside it as `.backup`. Whatever is
 * damaged or of a later version is taken over as it stands. Only for a month that {@link isOver}: what another window
 * added meanwhile would be in the backup alone.
 *
 * @throws when it could not be written; the file is then as it was
 */
export async function migrate(file: string): Promise<void> {
  const unfinished = `${file}.${process.pid}`;
  try {
    await upgrade(file, unfinished);
    await link(file, `${file}.backup`).catch((error: NodeJS.ErrnoException) => {
      // Another window was faster: its backup is of the same file.
      if (error.code !== 'EEXIST') throw error;
    });
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

async function upgrade(file: string, to: string): Promise<void> {
  const handle = await open(to, 'w', 0o600);
  try {
    let block = '';
    const write = () => {
      if (block !== '') writeFileSync(handle.fd, block);
      block = '';
    };
    const { end } = await readLines(file, 0, (line) => {
      const read = readEntry(line);
      block += `${read.kind === 'entry' ? JSON.stringify(read.entry) : line}\n`;
      if (block.length > blockLength) write();
    });
    write();
    writeFileSync(handle.fd, await readTail(file, end));
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const blockLength = 1 << 20;

/** A torn line, which stays one. */
async function readTail(file: string, from: number): Promise<Buffer> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const tail = Buffer.alloc(Math.max(0, size - from));
    const { bytesRead } = await handle.read(tail, 0, tail.length, from);
    return tail.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

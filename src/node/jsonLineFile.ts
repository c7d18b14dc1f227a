import { mkdir, open } from 'node:fs/promises';
import path from 'node:path';

/**
 * Appends a value to a file of JSON lines with one write; folder and file are made where there are none.
 *
 * @throws when it could not be written
 */
export async function appendJsonLine(file: string, value: object): Promise<void> {
  await appendLine(file, JSON.stringify(value));
}

/** {@link appendJsonLine} for a line that is text already, without a line break. */
export async function appendLine(file: string, line: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const handle = await open(file, 'a+', 0o600);
  try {
    // A crash can leave the last line without its end; a new one must not be glued to it.
    const { size } = await handle.stat();
    const lastByte =
      size === 0 ? '\n' : (await handle.read(Buffer.alloc(1), 0, 1, size - 1)).buffer.toString();
    await handle.write(`${lastByte === '\n' ? '' : '\n'}${line}\n`);
  } finally {
    await handle.close();
  }
}

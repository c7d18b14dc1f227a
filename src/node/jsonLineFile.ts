import { type FileHandle, mkdir, open } from 'node:fs/promises';
import path from 'node:path';

/**
 * Appends a value to a file of JSON lines with one write; folder and file are made where there are none.
 *
 * @throws when it could not be written, saying what to do where that is known
 */
export async function appendJsonLine(file: string, value: object): Promise<void> {
  await appendLine(file, JSON.stringify(value));
}

/** {@link appendJsonLine} for text, of one line or of several, without a line break at its end. */
export async function appendLine(file: string, line: string): Promise<void> {
  try {
    const handle = await openToAppend(file);
    try {
      const isWhole = (await writeLine(handle, line)) || (await writeLine(handle, line));
      if (!isWhole) throw new Error(`${file} takes no whole line. Look whether its disk is full.`);
    } finally {
      await handle.close();
    }
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    const remedy = remedies[code];
    throw remedy === undefined ? error : new Error(`${file} cannot be written: ${remedy}`, { cause: error });
  }
}

/** The folder is nearly always there. */
async function openToAppend(file: string): Promise<FileHandle> {
  const openIt = () => open(file, 'a+', 0o600);
  try {
    return await openIt();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    await mkdir(path.dirname(file), { recursive: true });
    return openIt();
  }
}

/**
 * A disk with little room takes part of a line and calls that no error; whoever goes on behind that part may find that
 * another process was faster. So it is left torn, and the next attempt writes all of it or learns what is wrong.
 *
 * @returns whether all of it was taken
 */
async function writeLine(handle: FileHandle, line: string): Promise<boolean> {
  // A crash can leave the last line without its end; a new one must not be glued to it.
  const { size } = await handle.stat();
  const lastByte = size === 0 ? '\n' : (await handle.read(Buffer.alloc(1), 0, 1, size - 1)).buffer.toString();
  const bytes = Buffer.from(`${lastByte === '\n' ? '' : '\n'}${line}\n`);
  const { bytesWritten } = await handle.write(bytes);
  return bytesWritten === bytes.length;
}

const full = 'the disk is full. Make room on it.';
const readOnly = 'it is read-only. Allow writing there, or set TURNOUT_HOME to a folder of your own.';

const remedies: Readonly<Record<string, string>> = {
  ENOSPC: full,
  EDQUOT: full,
  EFBIG: 'no file of this process may grow so large. Lift that limit (ulimit -f).',
  EROFS: readOnly,
  EACCES: readOnly,
  EPERM: readOnly,
};

import { open } from 'node:fs/promises';

const chunkBytes = 1 << 20;
const newline = 0x0a;

/** How far a file has been read. */
export interface ReadTo {
  /** Where its last whole line ends. */
  readonly end: number;
  /** What stands behind that: a line that was torn, or is still being written. */
  readonly tornBytes: number;
}

/**
 * Reads a file's lines from a place on, holding no more of it than a piece and the line that it cuts; empty lines are
 * passed over.
 *
 * @param from where a line begins, in bytes
 */
export async function readLines(file: string, from: number, onLine: (line: string) => void): Promise<ReadTo> {
  const blocks = readBlocks(file, from);
  let step = await blocks.next();
  for (; !step.done; step = await blocks.next()) for (const line of step.value) onLine(line);
  return step.value;
}

/** {@link readLines} for whoever takes them at its own pace: the whole lines of a piece at a time. */
export async function* readBlocks(file: string, from: number): AsyncGenerator<readonly string[], ReadTo> {
  const handle = await open(file);
  try {
    let buffer = Buffer.allocUnsafe(chunkBytes);
    let held = 0;
    let end = from;
    for (;;) {
      if (held === buffer.length) buffer = Buffer.concat([buffer], buffer.length * 2);
      const { bytesRead } = await handle.read(buffer, held, buffer.length - held, end + held);
      if (bytesRead === 0) return { end, tornBytes: held };
      const filled = held + bytesRead;
      // What was held has no line break.
      const last = buffer.subarray(held, filled).lastIndexOf(newline);
      const whole = last === -1 ? 0 : held + last + 1;
      if (whole > 0) {
        yield buffer
          .toString('utf8', 0, whole - 1)
          .split('\n')
          .filter((line) => line !== '');
        buffer.copyWithin(0, whole, filled);
      }
      held = filled - whole;
      end += whole;
    }
  } finally {
    await handle.close();
  }
}

/** A file's whole lines, the last one first, read no further than they are asked for. */
export async function* readLinesBackwards(file: string): AsyncGenerator<string> {
  const handle = await open(file);
  try {
    let start = (await handle.stat()).size;
    let tail = Buffer.alloc(0);
    // What stands behind the last line break is no whole line.
    let isTorn = true;
    while (start > 0) {
      const length = Math.min(start, chunkBytes / 16);
      start -= length;
      const piece = Buffer.alloc(length);
      const { bytesRead } = await handle.read(piece, 0, length, start);
      tail = Buffer.concat([piece.subarray(0, bytesRead), tail]);
      const first = tail.indexOf(newline);
      if (first === -1) continue;
      const lines = tail
        .toString('utf8', first + 1)
        .split('\n')
        .reverse();
      if (isTorn) lines.shift();
      isTorn = false;
      for (const line of lines) if (line !== '') yield line;
      tail = tail.subarray(0, first);
    }
    if (!isTorn && tail.length > 0) yield tail.toString('utf8');
  } finally {
    await handle.close();
  }
}

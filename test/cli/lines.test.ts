import { Readable } from 'node:stream';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readLines } from '../../src/cli/lines';

async function linesOf(chunks: readonly Uint8Array[]): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of readLines(Readable.from(chunks))) lines.push(line);
  return lines;
}

test('only line feeds end a line, and an empty line is a line', async () => {
  const text = 'a\n\n b \u2028c\r\nlast';
  expect(await linesOf([Buffer.from(text)])).toEqual(['a', '', ' b \u2028c\r', 'last']);
});

test('a line feed at the end begins no further line', async () => {
  expect(await linesOf([Buffer.from('a\n')])).toEqual(['a']);
  expect(await linesOf([])).toEqual([]);
});

test('however the bytes are cut, the lines are the same', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme' }), fc.array(fc.nat(20)), async (text, sizes) => {
      const whole = Buffer.from(text.toWellFormed());
      const chunks: Buffer[] = [];
      let start = 0;
      for (const size of sizes) {
        chunks.push(whole.subarray(start, start + size));
        start += size;
      }
      chunks.push(whole.subarray(start));
      expect(await linesOf(chunks)).toEqual(await linesOf([whole]));
    }),
  );
});

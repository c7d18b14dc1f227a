/**
 * Splits a stream of UTF-8 bytes at line feeds alone: `readline` also splits at U+2028 and at carriage
 * returns, which JSON strings may hold. A last line without its line feed counts; an empty rest does not.
 */
export async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  rest += decoder.decode();
  if (rest !== '') yield rest;
}

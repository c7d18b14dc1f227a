import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import streamArray from 'stream-json/streamers/stream-array.js';
import { promptsOfExport } from '../../routing/chatExport';
import { messageOf, TurnoutError, worded } from '../../routing/errors';

/**
 * Reads the prompts of a chat history, the `conversations.json` of ChatGPT's or Claude's export. One conversation is in
 * memory at a time, so the file may be of any size.
 *
 * @throws TurnoutError `bad-input` naming the file and what it should be; the signal's reason once it is aborted
 */
export async function* readChatHistory(file: string, signal?: AbortSignal): AsyncGenerator<string> {
  let known = false;
  try {
    await refuseArchive(file);
    const conversations = createReadStream(file, signal && { signal }).compose(
      streamArray.withParserAsStream(),
    );
    for await (const { value } of conversations as AsyncIterable<{ readonly value: unknown }>) {
      const prompts = promptsOfExport(value);
      known ||= prompts !== undefined;
      yield* prompts ?? [];
    }
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof TurnoutError) throw error;
    throw new TurnoutError(
      'bad-input',
      worded(
        '{0} is no chat history ({1}): it should be the conversations.json of an export by ChatGPT or Claude.',
        file,
        messageOf(error),
      ),
      { cause: error },
    );
  }
  if (known) return;
  throw new TurnoutError(
    'bad-input',
    worded(
      '{0} is no chat history: it should be the conversations.json of an export by ChatGPT or Claude.',
      file,
    ),
  );
}

/** Exports come as a zip archive, whose first two bytes are its inventor's initials. */
async function refuseArchive(file: string): Promise<void> {
  const handle = await open(file);
  try {
    const { buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    if (buffer.toString('latin1') !== 'PK') return;
  } finally {
    await handle.close();
  }
  throw new TurnoutError(
    'bad-input',
    worded('{0} is a zip archive: unpack it, and name the conversations.json that is in it.', file),
  );
}

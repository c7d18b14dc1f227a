import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readChatHistory } from '../../../src/node/slider/chatHistory';
import { temporaryFolder } from '../temporaryFolder';

function fileOf(text: string): string {
  const file = path.join(temporaryFolder(), 'conversations.json');
  writeFileSync(file, text);
  return file;
}

async function read(file: string, signal?: AbortSignal): Promise<string[]> {
  const prompts: string[] = [];
  for await (const prompt of readChatHistory(file, signal)) prompts.push(prompt);
  return prompts;
}

const conversation = (...texts: readonly string[]) => ({
  uuid: 'x',
  chat_messages: texts.map((text) => ({ sender: 'human', text })),
});

describe('a chat history', () => {
  it('is read conversation by conversation', async () => {
    const file = fileOf(JSON.stringify([conversation('One', 'Two'), conversation(), conversation('Three')]));
    expect(await read(file)).toEqual(['One', 'Two', 'Three']);
  });

  it('keeps characters whole that lie over the end of what was read at once', async () => {
    const text = '日本語🎉'.repeat(40_000);
    expect(await read(fileOf(JSON.stringify([conversation(text)])))).toEqual([text]);
  });

  it('stops when it is told to', async () => {
    const file = fileOf(JSON.stringify(Array.from({ length: 2000 }, () => conversation('One'))));
    const controller = new AbortController();
    const prompts: string[] = [];
    const reading = async () => {
      for await (const prompt of readChatHistory(file, controller.signal)) {
        prompts.push(prompt);
        controller.abort();
        controller.signal.throwIfAborted();
      }
    };
    await expect(reading()).rejects.toMatchObject({ name: 'AbortError' });
    expect(prompts).toHaveLength(1);
  });

  it.each([
    { what: 'a zip archive', text: 'PK\u0003\u0004', named: 'is a zip archive: unpack it' },
    { what: 'no JSON', text: 'Dear diary', named: 'is no chat history' },
    { what: 'cut short', text: '[{"uuid": "x", "chat_messages": [', named: 'is no chat history' },
    { what: 'JSON of another kind', text: '[{"a": 1}]', named: 'is no chat history' },
    { what: 'an object', text: '{"chat_messages": []}', named: 'is no chat history' },
    { what: 'empty', text: '', named: 'is no chat history' },
  ])('that is $what is named, with what it should be', async ({ text, named }) => {
    const file = fileOf(text);
    await expect(read(file)).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringMatching(new RegExp(`^${file} ${named}.*conversations\\.json`)),
    });
  });

  it('that is missing is named', async () => {
    await expect(read('/nowhere/at/all')).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining('/nowhere/at/all'),
    });
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { promptsOfExport } from '../../src/routing/chatExport';

const turn = (id: string, parent: string | null, message: unknown) => ({
  [id]: { id, parent, children: [], message },
});
const user = (parts: unknown[], more: object = {}) => ({
  author: { role: 'user', name: null, metadata: {} },
  content: { content_type: 'text', parts },
  metadata: {},
  ...more,
});
const assistant = { author: { role: 'assistant' }, content: { content_type: 'text', parts: ['An answer.'] } };

describe('a conversation of ChatGPT', () => {
  it('gives what was typed, along the way to where the person left off', () => {
    const mapping = {
      ...turn('root', null, null),
      ...turn('system', 'root', {
        author: { role: 'system' },
        content: { content_type: 'text', parts: [''] },
      }),
      ...turn('a', 'system', user(['Sort a list'])),
      ...turn('b', 'a', assistant),
      ...turn('c-first', 'b', user(['And bakwards?'])),
      ...turn('c', 'b', user(['And backwards?'])),
      ...turn('d', 'c', assistant),
    };
    expect(promptsOfExport({ title: 'Lists', mapping, current_node: 'd' })).toEqual([
      'Sort a list',
      'And backwards?',
    ]);
  });

  it('leaves out instructions, hidden turns, tools and turns without words', () => {
    const mapping = {
      ...turn(
        '1',
        null,
        user([], { content: { content_type: 'user_editable_context', user_profile: 'A baker' } }),
      ),
      ...turn('2', '1', user(['Hidden'], { metadata: { is_visually_hidden_from_conversation: true } })),
      ...turn('3', '2', { author: { role: 'tool' }, content: { content_type: 'text', parts: ['42'] } }),
      ...turn('4', '3', user(['  '])),
      ...turn('5', '4', user([{ content_type: 'image_asset_pointer', asset_pointer: 'file-service://x' }])),
      ...turn('6', '5', user(['Asked'])),
    };
    expect(promptsOfExport({ mapping, current_node: '6' })).toEqual(['Asked']);
  });

  it('reads the words beside an image and those that were spoken', () => {
    const mapping = turn(
      '1',
      null,
      user([], {
        content: {
          content_type: 'multimodal_text',
          parts: [
            { content_type: 'image_asset_pointer', asset_pointer: 'file-service://x' },
            { content_type: 'audio_transcription', text: 'Spoken.' },
            'What is this?',
          ],
        },
      }),
    );
    expect(promptsOfExport({ mapping, current_node: '1' })).toEqual(['Spoken.\nWhat is this?']);
  });

  it('takes all turns where it is not told where the person left off', () => {
    const mapping = { ...turn('1', null, user(['One'])), ...turn('2', '1', user(['Two'])) };
    expect(promptsOfExport({ mapping })).toEqual(['One', 'Two']);
  });

  it('comes to an end on a tree that goes in circles', () => {
    const mapping = { ...turn('1', '2', user(['One'])), ...turn('2', '1', user(['Two'])) };
    expect(promptsOfExport({ mapping, current_node: '2' })).toEqual(['One', 'Two']);
  });
});

describe('a conversation of Claude', () => {
  it('gives what was typed, without what was attached', () => {
    const chat_messages = [
      {
        sender: 'human',
        text: 'Shorten this',
        content: [{ type: 'text', text: 'Shorten this' }],
        attachments: [{ file_name: 'a.txt', extracted_content: 'A long text.' }],
      },
      { sender: 'assistant', text: 'Done.', content: [{ type: 'text', text: 'Done.' }] },
      { sender: 'human', text: 'Once more' },
      { sender: 'human', text: '', content: [] },
      {
        sender: 'human',
        text: 'All of it',
        content: [
          { type: 'text', text: 'Now' },
          { type: 'tool_result', text: 'a file' },
          { type: 'text', text: 'in French' },
        ],
      },
    ];
    expect(promptsOfExport({ uuid: 'x', name: 'Texts', chat_messages })).toEqual([
      'Shorten this',
      'Once more',
      'Now\nin French',
    ]);
  });
});

describe('anything else', () => {
  it.each([null, 3, 'text', [], {}, { messages: [] }, { mapping: [] }, { chat_messages: {} }])(
    'is no conversation: %j',
    (value) => {
      expect(promptsOfExport(value)).toBeUndefined();
    },
  );

  it('never makes it throw, whatever stands where turns should', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
        const found = promptsOfExport({
          mapping: { a: one, b: { message: other, parent: 'a' } },
          current_node: 'b',
        });
        expect(found).toEqual([]);
        expect(promptsOfExport({ chat_messages: [one, other] })).toEqual([]);
      }),
    );
  });
});

import { describe, expect, test } from 'vitest';
import { areMessages, askOf, requireAsk } from '../../../src/routing/asking/ask';

describe('the text a router scores', () => {
  test.each([
    [
      'the last human turn',
      [
        { role: 'user', content: 'One' },
        { role: 'user', content: 'Two' },
      ],
      'Two',
    ],
    [
      'also when another turn follows it',
      [
        { role: 'system', content: 'Rules' },
        { role: 'user', content: 'Ask' },
        { role: 'assistant', content: 'Answer' },
      ],
      'Ask',
    ],
    ['whoever calls the human human', [{ role: 'human', content: 'Ask' }], 'Ask'],
    [
      'the text among its parts',
      [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'What is' },
            { type: 'image_url' },
            { type: 'text', text: 'this?' },
          ],
        },
      ],
      'What is\nthis?',
    ],
    [
      'the last turn as it is, where its tags are of a program that nobody knows',
      [
        { role: 'user', content: 'One' },
        { role: 'assistant', content: 'Done.' },
        {
          role: 'user',
          content: '<novel_context>\na.ts\n</novel_context>\n<novel_request>Two</novel_request>',
        },
      ],
      '<novel_context>\na.ts\n</novel_context>\n<novel_request>Two</novel_request>',
    ],
    [
      'the last turn as it is, where no turn holds anything but what programs are known to add',
      [
        { role: 'user', content: '<context>\nMonday\n</context>' },
        { role: 'assistant', content: 'Yes?' },
        { role: 'user', content: '<reminder>\nTuesday\n</reminder>' },
      ],
      '<reminder>\nTuesday\n</reminder>',
    ],
    ['as it is, white space and all', [{ role: 'user', content: '  x\n' }], '  x\n'],
  ])('is %s', (_, messages, ask) => {
    expect(askOf(messages)).toBe(ask);
  });

  test.each([
    ['no message', []],
    ['no human turn', [{ role: 'assistant', content: 'Hello' }]],
    ['a blank one', [{ role: 'user', content: ' \n\t\u3000' }]],
    ['one without text', [{ role: 'user', content: [{ type: 'image_url' }] }]],
    ['one without content', [{ role: 'user', content: null }]],
    [
      'a blank one after one that is not',
      [
        { role: 'user', content: 'Hi' },
        { role: 'user', content: '' },
      ],
    ],
  ])('is missing where there is %s', (_, messages) => {
    expect(() => askOf(messages)).toThrow(expect.objectContaining({ code: 'empty-prompt' }));
  });

  test('must not be blank', () => {
    expect(requireAsk('?')).toBe('?');
    expect(() => requireAsk('   ')).toThrow('The prompt is empty. Type what you want to ask.');
  });
});

describe('messages from outside', () => {
  test.each([
    [[{ role: 'user', content: 'Hi' }]],
    [[{ role: 'assistant', content: null }]],
    [[{ role: 'assistant' }]],
    [
      [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'Hi' },
            { type: 'image_url', image_url: {} },
          ],
        },
      ],
    ],
    [[]],
  ])('are messages: %j', (value) => {
    expect(areMessages(value)).toBe(true);
  });

  test.each([
    [undefined],
    ['Hi'],
    [{ role: 'user', content: 'Hi' }],
    [[null]],
    [['Hi']],
    [[{ content: 'Hi' }]],
    [[{ role: 7, content: 'Hi' }]],
    [[{ role: 'user', content: 7 }]],
    [[{ role: 'user', content: [null] }]],
    [[{ role: 'user', content: [{ text: 'Hi' }] }]],
    [[{ role: 'user', content: [{ type: 'text', text: 7 }] }]],
  ])('are none: %j', (value) => {
    expect(areMessages(value)).toBe(false);
  });
});

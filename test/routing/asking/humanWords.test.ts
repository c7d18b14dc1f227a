import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { askOf } from '../../../src/routing/asking/ask';
import { addedTags, saidTags, saidTagsOfPeopleToo } from '../../../src/routing/asking/harnessNoise';
import { humanWords, humanWordsInResult } from '../../../src/routing/asking/humanWords';

const tag = fc.constantFrom(
  ...addedTags,
  ...saidTags,
  ...saidTagsOfPeopleToo,
  'command-name',
  'command-args',
);

/** Text as programs could send it, and as they should not: tags open and closed in any order, fences, marks. */
const anyText = fc
  .array(
    fc.oneof(
      tag.map((name) => `<${name}>`),
      tag.map((name) => `</${name}>`),
      tag.map((name) => `<${name}>\ninside\n</${name}>`),
      fc.constantFrom(
        '\n',
        '```',
        '```ts a/b.ts\n',
        '[x] Result:',
        '[Request interrupted by user]',
        '^C KeyboardInterrupt',
      ),
      fc.string({ unit: 'grapheme' }),
    ),
  )
  .map((pieces) => pieces.join(''));

const plainText = fc
  .string({ unit: 'grapheme' })
  .filter(
    (text) =>
      !/[<[`#^]/.test(text) &&
      !/^\s*(?:The|I|New|You|Here|Don't|Summarize|This|To|ONLY|Use|Caveat|Your|CRITICAL|\()/m.test(text),
  );

describe('the words of a person', () => {
  it('are the whole text where nothing is known to be added', () => {
    fc.assert(
      fc.property(plainText, (text) => {
        expect(humanWords([text])).toBe(text);
      }),
    );
  });

  it('stay the same beside and between whatever is added', () => {
    const words = plainText.map((text) => text.trim()).filter((text) => text !== '');
    const added = fc
      .tuple(fc.constantFrom(...addedTags.filter((name) => name !== 'system-reminder')), plainText)
      .map(([name, inside]) => `<${name}>\n${inside}\n</${name}>`);
    fc.assert(
      fc.property(words, fc.array(added), fc.array(added), (text, before, after) => {
        expect(humanWords([[...before, text, ...after].join('\n')])).toBe(text);
        expect(humanWords([...before, text, ...after])).toBe(text);
      }),
    );
  });

  it('are the same between the tags of a person', () => {
    const words = plainText.map((text) => text.trim()).filter((text) => text !== '');
    fc.assert(
      fc.property(words, fc.constantFrom(...saidTags, ...saidTagsOfPeopleToo), (text, name) => {
        expect(humanWords([`<context>\nMonday\n</context>\n<${name}>\n${text}\n</${name}>\n`])).toBe(text);
      }),
    );
  });

  it('hold nothing more to take away', () => {
    fc.assert(
      fc.property(words(), (text) => {
        const once = humanWords([text]);
        expect(humanWords([once])).toBe(once);
      }),
    );
  });

  it.each([
    'What does the tag <context> mean in a prompt?',
    'Is `<system-reminder>` sent to the model? I see <system-reminder>…</system-reminder> in a log.',
    'How do I close <task> in BPMN?\nIt says </task> is missing.',
    '<context>\nis never closed here',
    'Compare:\n```ts\nconst a = 1;\n```\nand\n```\nlet a = 1;\n```',
    '```src/a.ts\nnever closed',
    '<task>\nWrite a poem.\n</task>\n<rules>\nIt must rhyme.\n</rules>',
    'Parse `[x] Result:` out of a line.',
  ])('are kept where a person writes about marks: %s', (text) => {
    expect(humanWords([text])).toBe(text);
  });

  it('are a file where a person sends nothing but that', () => {
    const file = '```ts src/a.ts\nexport const a = 1;\n```';
    expect(humanWords([file])).toBe(file);
  });
});

describe('in what a tool gave back, the words of a person', () => {
  it.each([
    ['feedback at its end', 'Denied.\n<feedback>\nNot this file.\n</feedback>', 'Not this file.'],
    ['an answer', '<answer>\nThe second.\n</answer>', 'The second.'],
    ['reasons in JSON', '{"status":"denied","feedback":"Too slow."}', 'Too slow.'],
    ['nothing in other JSON', '{"status":"ok","feedback":3}', ''],
    ['nothing in broken JSON', '{"status":"ok"', ''],
    ['nothing in a file', '# What to do?\n\nRewrite it in Rust.', ''],
    ['nothing in a page with such a tag', '<feedback>\n5 stars\n</feedback>\n<p>Thanks</p>', ''],
  ])('are %s', (_, result, words) => {
    expect(humanWordsInResult(result)).toBe(words);
  });
});

describe('whatever is sent', () => {
  it('an ask is found or said to be missing', () => {
    const part = fc.oneof(
      anyText.map((text) => ({ type: 'text', text })),
      anyText.map((content) => ({ type: 'tool_result', content })),
      fc.constant({ type: 'image' }),
    );
    const message = fc.record({
      role: fc.constantFrom('user', 'assistant', 'tool', 'system'),
      content: fc.oneof(anyText, fc.array(part), fc.constant(null)),
    });
    fc.assert(
      fc.property(fc.array(message), (messages) => {
        try {
          expect(askOf(messages).trim()).not.toBe('');
        } catch (error) {
          expect(error).toMatchObject({ code: 'empty-prompt' });
        }
      }),
    );
  });

  // What took longer than linear time would not end within the test's patience.
  it.each([
    ['tags never closed', addedTags.map((name) => `<${name}>\n`).join('')],
    ['tags nested and never closed', '<context>\n<attachments>\n'],
    ['tags closed without being opened', '</context>\n'],
    ['tags with an attribute that never ends', '<attachment id="'],
    ['the same tag closed at the very end', '<task>\n'],
    ['fences on files never closed', '```ts a/b.ts\n'],
    ['fences alone', '```\n'],
    ['white space', ' '],
    ['lines', '\n'],
    ['a path in one line', '``` a.'],
    ['headings of results', "[a for '"],
    ['quotes', "'] Result"],
    ['addresses', 'Here is the content of https://:'],
    ['the same marks', '[Request interrupted by user]'],
    [
      'interjections',
      '<system-reminder>\nThe user sent a new message while you were working:\n</system-reminder>\n',
    ],
    ['braces', '{"status":'],
  ])('a megabyte of it is read at once: %s', (_, piece) => {
    const text = piece.repeat(Math.ceil(1_000_000 / piece.length));
    const shapes = [
      text,
      `CRITICAL: ${text}`,
      `[a for '${text}`,
      `${text}</task>`,
      `<system-reminder>${text}`,
    ];
    for (const shape of shapes) {
      expect(humanWords([shape]).length).toBeLessThanOrEqual(shape.length);
      expect(humanWordsInResult(shape).length).toBeLessThanOrEqual(shape.length);
    }
  });
});

/** Texts in the shapes programs send, whose words can be read again without harm. */
function words() {
  return fc.oneof(
    plainText,
    fc
      .tuple(plainText, fc.constantFrom(...addedTags), plainText)
      .map(([text, name, inside]) => `${text}\n<${name}>${inside}</${name}>`),
    fc.tuple(fc.constantFrom(...saidTags), plainText).map(([name, inside]) => `<${name}>${inside}</${name}>`),
    plainText.map((text) => `${text}\n\n# *SEARCH/REPLACE block* Rules:\n\nUse them.`),
    plainText.map((text) => `\`\`\`ts a/b.ts\n1\n\`\`\`\n${text}`),
  );
}

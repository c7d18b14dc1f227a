import { describe, expect, test } from 'vitest';
import type { Attachment } from '../../../src/extension/attachments/attachment';
import { buildPrompt, imagesOf } from '../../../src/extension/attachments/prompt';

const file = (name: string, text: string, problems: readonly string[] = []): Attachment => ({
  kind: 'text',
  name,
  paths: [name],
  languageId: 'typescript',
  text,
  problems,
});

describe('a prompt of the built-in chat', () => {
  test('without attachments is the ask itself', () => {
    expect(buildPrompt('Why?', [])).toBe('Why?');
  });

  test('holds what is attached, fenced, each under its name, with its problems', () => {
    const attachments = [file('a.ts', 'let a = 1;'), file('b.ts, lines 3 to 4', '`b`', ['line 3: no b'])];
    expect(buildPrompt('Why?', attachments)).toBe(
      [
        'Why?',
        'a.ts:\n```typescript\nlet a = 1;\n```',
        'b.ts, lines 3 to 4:\n```typescript\n`b`\n```\nProblems:\n- line 3: no b',
      ].join('\n\n'),
    );
  });

  test('keeps small files whole and cuts the large one, and says so', () => {
    const large = Array.from({ length: 2000 }, (_, line) => `line ${line}`).join('\n');
    const prompt = buildPrompt('Why?', [file('large.ts', large), file('small.ts', 'small')], 500);
    expect(prompt).toContain('small.ts:\n```typescript\nsmall\n```');
    expect(prompt).toContain('line 0\n');
    expect(prompt).toContain('line 1999\n');
    expect(prompt).toMatch(/… \d+ lines left out …/);
    // Four characters a token, and what stands around the files.
    expect(prompt.length).toBeLessThan(500 * 4 + 100);
  });

  test('has its images beside it', () => {
    const image: Attachment = { kind: 'image', source: 'data:image/png;base64,AA==', paths: ['a.png'] };
    expect(buildPrompt('What is this?', [image])).toBe('What is this?');
    expect(imagesOf([image, file('a.ts', '')])).toEqual([{ type: 'image', source: image.source }]);
  });
});

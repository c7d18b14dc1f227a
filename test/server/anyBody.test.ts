import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readAnthropicRequest } from '../../src/server/anthropic/anthropicRequest';
import { BadField, isObject } from '../../src/server/fields';
import { readOpenAiRequest } from '../../src/server/openai/openaiRequest';

/** Bodies that come near to what is expected, and then do not. */
const word = fc.constantFrom(
  'user',
  'assistant',
  'tool',
  'system',
  'text',
  'image',
  'image_url',
  'tool_use',
  'tool_result',
  'function',
  'Hello',
);
const leaf = fc.oneof(word, fc.integer(), fc.boolean(), fc.constant(null));
const name = fc.constantFrom(
  'role',
  'content',
  'type',
  'text',
  'source',
  'image_url',
  'url',
  'id',
  'name',
  'input',
  'function',
  'arguments',
  'tool_calls',
  'tool_call_id',
  'tool_use_id',
  'data',
  'media_type',
);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(name, tie('value'), { maxKeys: 4 }),
  ),
}));
const body = fc.record(
  {
    model: fc.oneof(word, leaf),
    max_tokens: fc.oneof(fc.nat(), leaf),
    system: value,
    messages: fc.oneof(fc.array(value), value),
    tools: value,
    tool_choice: value,
  },
  { requiredKeys: [] },
);

test.each([
  ['OpenAI', (fields: Record<string, unknown>) => readOpenAiRequest(fields)],
  ['Anthropic', (fields: Record<string, unknown>) => readAnthropicRequest(fields, {})],
])('any body of %s’s format is read, or refused with the field’s name', (_, read) => {
  fc.assert(
    fc.property(body, (fields) => {
      try {
        const { chat } = read(fields);
        expect(chat.messages.length).toBeGreaterThan(0);
        expect(chat.original?.body).toBe(fields);
        for (const { content } of chat.messages) {
          for (const part of content) expect(isObject(part)).toBe(true);
        }
      } catch (error) {
        if (!(error instanceof BadField)) throw error;
        expect(error.field.split('.')[0]).toMatch(/^(model|max_tokens|system|messages|tools|tool_choice)$/);
      }
    }),
    { numRuns: 5000 },
  );
});

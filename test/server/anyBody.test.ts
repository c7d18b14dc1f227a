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
const rarely = (arbitrary: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, arbitrary);
const message = fc.record({
  role: fc.oneof({ weight: 4, arbitrary: fc.constantFrom('user', 'assistant', 'system') }, value),
  content: fc.oneof(
    { weight: 4, arbitrary: fc.string() },
    fc.array(fc.record({ type: word, text: fc.oneof(fc.string(), value) }), { maxLength: 3 }),
    value,
  ),
});
const body = fc.record(
  {
    model: fc.oneof({ weight: 9, arbitrary: word }, leaf),
    max_tokens: fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 1 }) }, leaf),
    messages: fc.oneof({ weight: 9, arbitrary: fc.array(message, { maxLength: 4 }) }, value),
    system: rarely(value),
    tools: rarely(value),
    tool_choice: rarely(value),
  },
  { requiredKeys: ['model', 'max_tokens', 'messages'] },
);

test.each([
  ['OpenAI', (fields: Record<string, unknown>) => readOpenAiRequest(fields)],
  ['Anthropic', (fields: Record<string, unknown>) => readAnthropicRequest(fields, {})],
])('any body of %s’s format is read, or refused with the field’s name', (_, read) => {
  const seen = { read: 0, refused: 0 };
  fc.assert(
    fc.property(body, (fields) => {
      try {
        const { chat } = read(fields);
        seen.read++;
        expect(chat.messages.length).toBeGreaterThan(0);
        // What is written as long ago is written anew.
        if (!/"function(_call)?"|:-1/.test(JSON.stringify(fields))) expect(chat.original?.body).toBe(fields);
        for (const { content } of chat.messages) {
          for (const part of content) expect(isObject(part)).toBe(true);
        }
      } catch (error) {
        if (!(error instanceof BadField)) throw error;
        seen.refused++;
        expect(error.field.split('.')[0]).toMatch(/^(model|max_tokens|system|messages|tools|tool_choice)$/);
      }
    }),
    { numRuns: 5000 },
  );
  expect(Math.min(seen.read, seen.refused)).toBeGreaterThan(300);
});

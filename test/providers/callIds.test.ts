import { expect, test } from 'vitest';
import { anthropicIds, callIdReplacer, callIdsOf } from '../../src/providers/callIds';

const ref = (model: string) => ({ provider: 'openai', baseUrl: 'http://127.0.0.1:1/v1', model }) as const;

test.each([
  ['Mistral', callIdsOf(ref('mistral-small-latest')), 'D681PevKs', 'call_PTLP8xhu3uwZk4l3nlnrJha'],
  ['OpenAI', callIdsOf(ref('gpt-5.5')), 'functions.Bash:0', 'x'.repeat(41)],
  ['Anthropic', anthropicIds, 'toolu_1', 'functions.Bash:0'],
])('%s keeps the ids it takes and gets its own shape for others, always the same', (_, shape, own, other) => {
  const wireId = callIdReplacer(shape);
  expect(wireId(own)).toBe(own);
  expect(wireId(other)).toMatch(shape.accepted);
  expect(wireId(other)).toBe(wireId(other));
  expect(wireId(`${other}.`)).not.toBe(wireId(other));
});

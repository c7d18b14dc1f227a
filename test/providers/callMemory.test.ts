import { expect, test } from 'vitest';
import { createCallMemory } from '../../src/providers/callMemory';

const google = { google: { thought_signature: 'abc' } };

async function* streamOf(...deltas: object[]) {
  for (const delta of deltas) yield { choices: [{ index: 0, delta }] };
}

async function memoryOf(...deltas: object[]) {
  const memory = createCallMemory();
  for await (const chunk of memory.watch(streamOf(...deltas))) expect(chunk).toBeDefined();
  return memory;
}

function turn(id: string, input: string) {
  return {
    role: 'assistant',
    tool_calls: [{ id, type: 'function', function: { name: 'Read', arguments: input } }],
  };
}

const thought = [{ reasoning_content: 'I need ' }, { reasoning_content: 'the file.' }];

test('what a model thought and signed comes back with its calls, and with no others', async () => {
  const memory = await memoryOf(
    ...thought,
    {
      tool_calls: [
        { index: 0, id: 'call_1', function: { name: 'Read', arguments: '{"path":' }, extra_content: google },
      ],
    },
    { tool_calls: [{ index: 0, function: { arguments: '"a.ts"}' } }] },
  );
  const [mine, other] = memory.restored([turn('call_1', '{ "path": "a.ts" }'), turn('call_2', '{}')]);
  expect(mine).toMatchObject({
    role: 'assistant',
    reasoning_content: 'I need the file.',
    tool_calls: [{ id: 'call_1', type: 'function', extra_content: google }],
  });
  expect(other).toEqual(turn('call_2', '{}'));
});

test('an id that is counted anew in another conversation brings nothing of the first', async () => {
  const call = { index: 0, id: 'functions.Read:0', function: { name: 'Read', arguments: '{"path":"a.ts"}' } };
  const memory = await memoryOf(...thought, { tool_calls: [call] });
  const elsewhere = turn('functions.Read:0', '{"path":"b.ts"}');
  expect(memory.restored([elsewhere])).toEqual([elsewhere]);
  expect(memory.restored([turn('functions.Read:0', '{"path":"a.ts"}')])).toMatchObject([
    { reasoning_content: 'I need the file.' },
  ]);
});

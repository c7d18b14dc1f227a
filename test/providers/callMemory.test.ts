import { expect, test } from 'vitest';
import { createCallMemory } from '../../src/providers/callMemory';

async function* streamOf(...deltas: object[]) {
  for (const delta of deltas) yield { choices: [{ index: 0, delta }] };
}

test('what a model thought and signed comes back with its calls, and with no others', async () => {
  const memory = createCallMemory();
  const google = { google: { thought_signature: 'abc' } };
  const chunks = streamOf(
    { reasoning_content: 'I need ' },
    { reasoning_content: 'the file.' },
    { tool_calls: [{ index: 0, id: 'call_1', function: { name: 'Read' }, extra_content: google }] },
  );
  for await (const chunk of memory.watch(chunks)) expect(chunk).toBeDefined();
  const turn = (id: string) => ({ role: 'assistant', tool_calls: [{ id, type: 'function' }] });
  expect(memory.restored([turn('call_1'), turn('call_2')])).toEqual([
    {
      role: 'assistant',
      reasoning_content: 'I need the file.',
      tool_calls: [{ id: 'call_1', type: 'function', extra_content: google }],
    },
    turn('call_2'),
  ]);
});

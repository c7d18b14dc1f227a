import { describe, expect, test } from 'vitest';
import { createConversationMemory } from '../../../src/routing/conversation/conversationMemory';

function setting() {
  let time = 0;
  const memory = createConversationMemory(() => time);
  return {
    memory,
    pass: (ms: number) => {
      time += ms;
    },
  };
}

describe('what is remembered of a conversation', () => {
  test('is what was last kept, piece by piece', () => {
    const { memory } = setting();
    memory.keep('a', { side: 'strong' });
    memory.keep('a', { level: { router: 'mf', winRate: 0.7 } });
    expect(memory.recall('a')).toMatchObject({ side: 'strong', level: { router: 'mf', winRate: 0.7 } });
    expect(memory.recall('b').side).toBeUndefined();
  });

  test('is forgotten an hour after it was last heard of', () => {
    const { memory, pass } = setting();
    memory.keep('a', { side: 'strong' });
    pass(3_000_000);
    memory.keep('a', { foregone: 1 });
    pass(3_600_000);
    expect(memory.recall('a').side).toBe('strong');
    pass(1);
    expect(memory.recall('a').side).toBeUndefined();
  });

  test('is that of the latest thousand', () => {
    const { memory } = setting();
    for (let number = 0; number <= 1000; number++) memory.keep(`${number}`, { side: 'weak' });
    expect(memory.recall('0').side).toBeUndefined();
    expect(memory.recall('1').side).toBe('weak');
  });

  test('holds the latest calls of tools and no more', () => {
    const { memory } = setting();
    const calls = Array.from({ length: 600 }, (_, number) => [`call-${number}`, 'weak'] as const);
    memory.keep('a', { toolCalls: new Map(calls) });
    expect(memory.recall('a').toolCalls.size).toBe(500);
    expect(memory.recall('a').toolCalls.has('call-599')).toBe(true);
  });
});

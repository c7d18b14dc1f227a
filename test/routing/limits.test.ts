import { describe, expect, test } from 'vitest';
import type { ChatRequest } from '../../src/routing/chat';
import { limitOf, needsOf, sideWithinLimits } from '../../src/routing/limits';

const plain: ChatRequest = { messages: [{ role: 'user', content: 'Why?' }] };
const withImage: ChatRequest = {
  messages: [
    {
      role: 'user',
      content: [
        { type: 'text', text: 'What is this?' },
        { type: 'image', source: 'data:image/png;base64,AAAA' },
      ],
    },
  ],
};
const withTools: ChatRequest = { ...plain, tools: [{ name: 'read', description: '', inputSchema: {} }] };
const needs = (chat: ChatRequest) => needsOf(chat, 900, 264);

describe('what a request needs', () => {
  test('is an eye for images, a hand for tools, and room for input and answer', () => {
    expect(needs(plain)).toEqual({ images: false, tools: false, tokens: 1164 });
    expect(needs(withImage)).toMatchObject({ images: true, tools: false });
    expect(needs(withTools)).toMatchObject({ images: false, tools: true });
  });

  test('is no hand for tools that it forbids, and no more room than the answer may take', () => {
    expect(needs({ ...withTools, toolChoice: { kind: 'none' } })).toMatchObject({ tools: false });
    expect(needs({ ...plain, maxOutputTokens: 100 }).tokens).toBe(1000);
  });
});

describe('the side that must answer', () => {
  test('is the one that can', () => {
    expect(sideWithinLimits(needs(withImage), { strong: { images: true }, weak: { images: false } })).toEqual(
      {
        side: 'strong',
        limit: { kind: 'images' },
      },
    );
    expect(sideWithinLimits(needs(withTools), { strong: { tools: false }, weak: {} })).toEqual({
      side: 'weak',
      limit: { kind: 'tools' },
    });
    expect(sideWithinLimits(needs(plain), { strong: {}, weak: { contextTokens: 1163 } })).toEqual({
      side: 'strong',
      limit: { kind: 'context-window', tokens: 1164, contextTokens: 1163 },
    });
  });

  test('is open where both can, where nobody knows, and where neither can', () => {
    expect(sideWithinLimits(needs(plain), { strong: {}, weak: { contextTokens: 1164 } })).toBeUndefined();
    expect(sideWithinLimits(needs(withImage), { strong: {}, weak: {} })).toBeUndefined();
    const blind = { images: false };
    expect(sideWithinLimits(needs(withImage), { strong: blind, weak: blind })).toBeUndefined();
  });

  test('is not asked for what a model does not need to do', () => {
    expect(limitOf(needs(plain), { images: false, tools: false })).toBeUndefined();
  });
});

import type { ChatModel, Side, StreamPart, Usage } from '../../../src/routing/chat';
import { createConversationMemory } from '../../../src/routing/conversation/conversationMemory';
import { decide } from '../../../src/routing/decision';
import type { AnswerPart } from '../../../src/routing/flow/answerPart';
import type { AnswerDeps, AnswerRequest } from '../../../src/routing/flow/answerRequest';
import { createProviderHealth } from '../../../src/routing/flow/providerHealth';
import type { CostOf } from '../../../src/routing/ledger/pricing';
import { createMemoryLedger } from './memoryLedger';

export const usage: Usage = { inputTokens: 40, cachedInputTokens: 10, outputTokens: 6, source: 'measured' };
export const text = (words: string): StreamPart => ({ type: 'text', text: words });

/** A dollar for a thousand tokens of the strong model, a cent for those of the weak one. */
const costOf: CostOf = (ref, { inputTokens, outputTokens }) =>
  ((inputTokens + outputTokens) / 1000) * (ref.model === 'strong' ? 1 : 0.01);

/** A model that answers with these parts, and then throws or ends. */
export function modelOf(side: Side, parts: readonly StreamPart[], thrown?: unknown): ChatModel {
  return {
    ref: { provider: 'openai', baseUrl: 'https://api.example/v1', model: side },
    limits: {},
    async *stream(_request, signal) {
      for (const part of parts) {
        signal.throwIfAborted();
        yield part;
      }
      if (thrown !== undefined) throw thrown;
    },
  };
}

/** The flow with every piece in its simplest form; time passes by a second a look. */
export function setting(
  changes: Partial<AnswerDeps> & { readonly winRate?: number; readonly signal?: AbortSignal } = {},
) {
  const { winRate = 0.2, signal = new AbortController().signal, ...others } = changes;
  const ledger = createMemoryLedger();
  let clock = Date.UTC(2026, 10, 24, 9, 30);
  const request: AnswerRequest = {
    chat: {
      messages: [
        { role: 'user', content: 'Earlier question' },
        { role: 'assistant', content: 'Earlier answer' },
        { role: 'user', content: 'Why?' },
      ],
    },
    door: 'sidebar',
    conversation: 'conversation-1',
    signal,
  };
  const deps: AnswerDeps = {
    route: async () =>
      decide({ winRate, unknownShare: 0 }, { router: 'default', threshold: 0.5, strongShare: 0.4 }, 3),
    cut: async () => ({ router: 'default', threshold: 0.5, strongShare: 0.4 }),
    memory: createConversationMemory(() => clock),
    health: createProviderHealth(() => clock),
    pair: {
      kind: 'call',
      models: {
        strong: modelOf('strong', [text('Strong answer.')]),
        weak: modelOf('weak', [text('Because'), text(' so.'), { type: 'usage', usage }]),
      },
    },
    costOf,
    ledger,
    newId: () => 'entry-1',
    now: () => {
      clock += 1000;
      return clock;
    },
    ...others,
  };
  return { request, deps, ledger };
}

export function weakModel(parts: readonly StreamPart[], thrown?: unknown): AnswerDeps['pair'] {
  return { kind: 'call', models: { strong: modelOf('strong', []), weak: modelOf('weak', parts, thrown) } };
}

export async function partsOf(parts: AsyncIterable<AnswerPart>): Promise<AnswerPart[]> {
  const all: AnswerPart[] = [];
  for await (const part of parts) all.push(part);
  return all;
}

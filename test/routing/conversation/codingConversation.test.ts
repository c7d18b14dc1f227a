import { expect, test } from 'vitest';
import type { ChatModel, Message, MessagePart, ModelLimits, Side } from '../../../src/routing/chat';
import { createConversationMemory } from '../../../src/routing/conversation/conversationMemory';
import { decide } from '../../../src/routing/decision';
import { ProviderError } from '../../../src/routing/errors';
import { answer } from '../../../src/routing/flow/answer';
import type { AnswerDeps, Wish } from '../../../src/routing/flow/answerRequest';
import { createProviderHealth } from '../../../src/routing/flow/providerHealth';
import { type CostOf, costAt, estimateTokens } from '../../../src/routing/ledger/pricing';
import { createMemoryLedger } from '../flow/memoryLedger';

/** One request of a coding assistant, and who is to answer it for what reason. */
interface Turn {
  readonly user: string | { readonly resultOf: string } | { readonly image: string };
  /** What the router makes of it, where it is asked. */
  readonly winRate?: number;
  /** The tool that the model calls. */
  readonly calls?: string;
  readonly wish?: Wish;
  /** The side whose endpoint is overloaded. */
  readonly down?: Side;
  /** Minutes gone since the request before, a third of one unless said. */
  readonly after?: number;
  readonly goes: readonly [Side, ...reasons: string[]];
}

const weakNow: Wish = { side: 'weak', lasts: 'this-prompt' };

const script: readonly Turn[] = [
  { user: 'Which files are in src?', winRate: 0.4, calls: 'ls', goes: ['weak', 'win-rate-below-threshold'] },
  { user: { resultOf: 'ls' }, goes: ['weak', 'tool-results'] },
  { user: 'Rename foo to bar in main.ts', winRate: 0.45, goes: ['weak', 'win-rate-below-threshold'] },
  { user: 'go on', winRate: 0.9, goes: ['weak', 'follow-up'] },
  // Up at once, and there it stays while tools run and short words follow.
  {
    user: 'Find the race in the scheduler and prove the fix',
    winRate: 0.85,
    calls: 'read',
    goes: ['strong', 'win-rate-reaches-threshold'],
  },
  { user: { resultOf: 'read' }, calls: 'grep', goes: ['strong', 'tool-results'] },
  { user: { resultOf: 'grep' }, goes: ['strong', 'tool-results'] },
  { user: 'yes', winRate: 0.1, goes: ['strong', 'follow-up'] },
  { user: 'commit it', winRate: 0.1, goes: ['strong', 'follow-up'] },
  { user: 'What does this flag do?', winRate: 0.5, goes: ['strong', 'conversation-level'] },
  { user: 'List the imports of main.ts', winRate: 0.5, goes: ['strong', 'conversation-level'] },
  // The level is down; the strong model's cache is not yet paid off.
  { user: 'List the exports of main.ts', winRate: 0.4, goes: ['strong', 'cache-kept'] },
  { user: 'Sort the imports of main.ts', winRate: 0.4, goes: ['strong', 'cache-kept'] },
  { user: 'Add a blank line after them', winRate: 0.4, goes: ['strong', 'cache-kept'] },
  { user: 'Remove the unused ones', winRate: 0.4, goes: ['weak', 'win-rate-below-threshold'] },
  { user: 'continue', winRate: 0.9, goes: ['weak', 'follow-up'] },
  { user: 'Design a lock-free queue for this', winRate: 0.8, goes: ['strong', 'win-rate-reaches-threshold'] },
  // After ten minutes its cache is gone, and nothing is lost on the way down.
  { user: 'Add a comment above it', winRate: 0.4, after: 10, goes: ['strong', 'conversation-level'] },
  {
    user: 'Fix the typo in the comment',
    winRate: 0.4,
    after: 10,
    goes: ['weak', 'win-rate-below-threshold'],
  },
  // Overloaded: the other one answers, and the first is left alone until its time is up.
  {
    user: 'Print the version',
    winRate: 0.4,
    down: 'weak',
    goes: ['strong', 'win-rate-below-threshold', 'fell-back'],
  },
  { user: 'Print the help', winRate: 0.4, after: 0.01, goes: ['strong', 'backing-off'] },
  { user: 'Print the licence', winRate: 0.4, after: 10, goes: ['weak', 'win-rate-below-threshold'] },
  {
    user: 'Prove that the queue is linearisable',
    winRate: 0.8,
    down: 'strong',
    goes: ['weak', 'win-rate-reaches-threshold', 'fell-back'],
  },
  { user: 'try again', winRate: 0.1, after: 1, goes: ['strong', 'follow-up'] },
  // The person's own word goes before all that.
  { user: 'Now in short', winRate: 0.8, wish: weakNow, goes: ['weak', 'chosen'] },
  { user: 'And the proof of the lemma', winRate: 0.8, goes: ['strong', 'win-rate-reaches-threshold'] },
  {
    user: { image: 'What is wrong in this screenshot?' },
    winRate: 0.3,
    calls: 'open',
    goes: ['strong', 'limit'],
  },
  // The picture stays in the conversation, and so do all who cannot see it out of it.
  { user: { resultOf: 'open' }, goes: ['strong', 'limit'] },
  { user: 'ok', winRate: 0.1, goes: ['strong', 'limit'] },
  { user: 'Thanks, push it', winRate: 0.1, wish: weakNow, goes: ['strong', 'limit'] },
];

const limits: Readonly<Record<Side, ModelLimits>> = { strong: {}, weak: { images: false } };

/** US dollars a million tokens, fresh, cached and answered: 5, 0.5, 25 and 1, 0.1, 5. */
const costOf: CostOf = ({ model }, usage) => {
  const unit = model === 'strong' ? 5 : 1;
  return costAt(
    { inputPerMillion: unit, cachedInputPerMillion: unit / 10, outputPerMillion: 5 * unit },
    usage,
  );
};

test('thirty turns of a coding conversation each go where they should', async () => {
  expect(script).toHaveLength(30);
  let time = Date.UTC(2026, 10, 24);
  const now = () => time;
  const ledger = createMemoryLedger();
  const shared = {
    costOf,
    ledger,
    memory: createConversationMemory(now),
    health: createProviderHealth(now),
    now,
  };
  const cut = { router: 'default', threshold: 0.6, strongShare: 0.4 };
  // Ten thousand tokens, as coding assistants send them.
  const messages: Message[] = [{ role: 'system', content: 'You write code. '.repeat(2500) }];
  const went: unknown[] = [];
  for (const [position, turn] of script.entries()) {
    time += (turn.after ?? 1 / 3) * 60_000;
    messages.push({ role: 'user', content: contentOf(turn) });
    const answers: MessagePart[] = [];
    const deps: AnswerDeps = {
      ...shared,
      newId: () => `entry-${position}`,
      route: async () => decide({ winRate: turn.winRate ?? Number.NaN, unknownShare: 0 }, cut, 1),
      cut: async () => cut,
      pair: { kind: 'call', models: { strong: modelFor('strong', turn), weak: modelFor('weak', turn) } },
    };
    const request = {
      chat: { messages },
      door: 'server',
      conversation: 'c',
      signal: new AbortController().signal,
      wish: turn.wish,
    } as const;
    let side: Side | undefined;
    const reasons: string[] = [];
    for await (const part of answer(request, deps)) {
      if (part.type === 'decision') {
        side = part.decision.model;
        reasons.push(part.decision.reason.code);
      }
      if (part.type === 'text' || part.type === 'tool-call') answers.push(part);
    }
    messages.push({ role: 'assistant', content: answers });
    went.push({ user: turn.user, goes: [side, ...reasons] });
  }
  expect(went).toEqual(script.map(({ user, goes }) => ({ user, goes })));
  // Two of the thirty were begun by one model and answered by the other.
  expect(ledger.entries.map(({ outcome }) => outcome.kind).filter((kind) => kind !== 'ok')).toEqual([
    'fell-back',
    'fell-back',
  ]);
  expect(ledger.entries).toHaveLength(32);
});

function contentOf({ user }: Turn): Message['content'] {
  if (typeof user === 'string') return user;
  if ('resultOf' in user)
    return [{ type: 'tool-result', callId: user.resultOf, content: 'a, b, c', failed: false }];
  return [
    { type: 'text', text: user.image },
    { type: 'image', source: 'data:image/png;base64,AAAA' },
  ];
}

function modelFor(side: Side, { calls, down }: Turn): ChatModel {
  const ref = { provider: 'openai', baseUrl: `https://${side}.example/v1`, model: side } as const;
  return {
    ref,
    limits: limits[side],
    async *stream({ messages }) {
      if (down === side) throw new ProviderError(ref, { code: 'overloaded', status: 503, detail: '' });
      yield { type: 'text', text: 'Done.' };
      if (calls !== undefined) yield { type: 'tool-call', id: calls, name: 'tool', input: '{}' };
      const inputTokens = estimateTokens(JSON.stringify(messages).length);
      yield {
        type: 'usage',
        usage: { inputTokens, cachedInputTokens: 0, outputTokens: 50, source: 'measured' },
      };
    },
  };
}

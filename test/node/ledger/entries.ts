import type { Entry } from '../../../src/routing/ledger/ledger';

/** An entry with sensible values, of which a test changes those it is about. */
export function entryWith(changes: Partial<Entry> = {}): Entry {
  const strong = { provider: 'openai', baseUrl: 'https://api.example/v1', model: 'dear' } as const;
  const weak = { provider: 'openai', baseUrl: 'https://api.example/v1', model: 'cheap' } as const;
  return {
    version: 2,
    id: 'entry-1',
    time: '2026-11-24T09:30:00.000Z',
    door: 'sidebar',
    conversation: 'conversation-1',
    kind: 'call',
    pair: { strong, weak },
    decision: {
      model: 'weak',
      winRate: 0.25,
      threshold: 0.5,
      strongShare: 0.4,
      router: 'default',
      reason: { code: 'win-rate-below-threshold', winRate: 0.25, threshold: 0.5 },
      ms: 4,
    },
    usage: { inputTokens: 100, cachedInputTokens: 0, outputTokens: 50, source: 'measured' },
    cost: 0.001,
    alwaysStrongCost: 0.02,
    alwaysWeakCost: 0.001,
    outcome: { kind: 'ok' },
    ms: 900,
    ...changes,
  };
}

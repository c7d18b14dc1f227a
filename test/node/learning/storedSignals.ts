import { packEmbedding, type StoredSignal } from '../../../src/node/learning/signalFile';

let written = 0;

/** A signal with sensible values, of which a test changes those it is about. */
export function signalWith(changes: Partial<StoredSignal> = {}): StoredSignal {
  written++;
  return {
    version: 1,
    time: new Date(Date.UTC(2026, 10, 24, 9, 0, 0, written)).toISOString(),
    entry: `entry-${written}`,
    embedding: packEmbedding(Float32Array.of(1, 0, 0, 0, 0, 0, 0, 0)),
    router: 'lexical',
    winRate: 0.5,
    pair: { strong: 'dear', weak: 'cheap' },
    signal: { kind: 'kept', side: 'strong' },
    ...changes,
  };
}

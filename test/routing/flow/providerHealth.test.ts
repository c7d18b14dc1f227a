import { describe, expect, test } from 'vitest';
import type { ModelRef } from '../../../src/routing/chat';
import { createProviderHealth } from '../../../src/routing/flow/providerHealth';

const ref = (model: string): ModelRef => ({ provider: 'openai', baseUrl: 'https://api.example/v1', model });
const overloaded = { code: 'overloaded', status: 503, detail: '' } as const;

function setting() {
  let time = 0;
  const health = createProviderHealth(() => time);
  return {
    health,
    pass: (ms: number) => {
      time += ms;
    },
  };
}

describe('a model that failed', () => {
  test('is left alone for two seconds, then for twice as long each time, five minutes at most', () => {
    const { health, pass } = setting();
    const waits = Array.from({ length: 10 }, () => {
      health.failed(ref('a'), overloaded);
      const wait = health.backOffOf(ref('a'))?.retryInSeconds ?? 0;
      pass(wait * 1000);
      expect(health.backOffOf(ref('a'))).toBeUndefined();
      return wait;
    });
    expect(waits).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
  });

  test('is left alone for as long as it asks', () => {
    const { health } = setting();
    health.failed(ref('a'), { code: 'rate-limited', status: 429, retryAfterSeconds: 40 });
    expect(health.backOffOf(ref('a'))).toEqual({ problem: 'rate-limited', retryInSeconds: 40 });
  });

  test('has a clean record again once it answers', () => {
    const { health } = setting();
    health.failed(ref('a'), overloaded);
    health.failed(ref('a'), overloaded);
    health.succeeded(ref('a'));
    expect(health.backOffOf(ref('a'))).toBeUndefined();
    health.failed(ref('a'), overloaded);
    expect(health.backOffOf(ref('a'))?.retryInSeconds).toBe(2);
  });

  test('says nothing of the others at its address, unless that cannot be reached at all', () => {
    const { health } = setting();
    health.failed(ref('a'), overloaded);
    expect(health.backOffOf(ref('b'))).toBeUndefined();
    health.failed(ref('a'), { code: 'unreachable', detail: 'refused' });
    expect(health.backOffOf(ref('b'))).toMatchObject({ problem: 'unreachable' });
  });

  test('for a reason that lies with the request or the account is not left alone', () => {
    const { health } = setting();
    health.failed(ref('a'), { code: 'wrong-key', status: 401 });
    health.failed(ref('a'), { code: 'prompt-too-long', status: 400, detail: '' });
    health.failed(ref('a'), { code: 'cut-off', detail: '' });
    expect(health.backOffOf(ref('a'))).toBeUndefined();
  });
});

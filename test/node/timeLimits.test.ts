import { expect, test } from 'vitest';
import { timeoutsFor } from '../../src/node/timeLimits';
import { defaultTimeouts } from '../../src/providers/connection';

const never = { firstByteMs: Number.POSITIVE_INFINITY, silenceMs: Number.POSITIVE_INFINITY };

test.each([
  ['http://127.0.0.1:11434/v1', undefined, never],
  ['http://workstation.local:8080/v1', undefined, never],
  ['https://api.example.com/v1', undefined, defaultTimeouts],
  ['https://api.example.com/v1', 0, never],
  ['http://127.0.0.1:11434/v1', 30, { firstByteMs: 30_000, silenceMs: 30_000 }],
])('%s with a limit of %s seconds', (url, seconds, timeouts) => {
  expect(timeoutsFor(url, seconds)).toEqual(timeouts);
});

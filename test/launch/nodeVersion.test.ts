import { expect, test } from 'vitest';
import { isRecent } from '../../src/launch/nodeVersion.mjs';

test.each([
  ['20.20.2', false],
  ['22.16.0', false],
  ['22.17.0', true],
  ['22.20.1', true],
  ['24.0.0', true],
])('Node %s is recent enough: %s', (version, recent) => {
  expect(isRecent(version)).toBe(recent);
});

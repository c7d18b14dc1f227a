import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startWatchdog, type Watchdog } from '../../src/providers/watchdog';

let watchdog: Watchdog;
beforeEach(() => {
  vi.useFakeTimers();
  watchdog = startWatchdog({ firstByteMs: 1_000, silenceMs: 100 });
});
afterEach(() => {
  watchdog.stop();
  vi.useRealTimers();
});
const gaveUpAfter = (ms: number) => {
  vi.advanceTimersByTime(ms);
  return watchdog.signal.aborted;
};

test('waits for the first byte longer than for any other', () => {
  expect(gaveUpAfter(999)).toBe(false);
  watchdog.heard();
  expect(gaveUpAfter(99)).toBe(false);
  watchdog.heard();
  expect(gaveUpAfter(99)).toBe(false);
  expect(gaveUpAfter(1)).toBe(true);
});

test('gives up when no byte comes at all', () => {
  expect(gaveUpAfter(1_000)).toBe(true);
});

test('does not count the time the reader takes, whatever arrives meanwhile', () => {
  watchdog.heard();
  watchdog.pause();
  watchdog.heard();
  expect(gaveUpAfter(10_000)).toBe(false);
  watchdog.resume();
  expect(gaveUpAfter(99)).toBe(false);
  expect(gaveUpAfter(1)).toBe(true);
});

test('once stopped it never gives up', () => {
  watchdog.stop();
  watchdog.heard();
  expect(gaveUpAfter(10_000)).toBe(false);
});

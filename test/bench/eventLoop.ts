import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';

/** Milliseconds between two looks at the event loop; less is not told apart. */
const resolution = 1;

/** How long whatever else wanted to run had to wait, in milliseconds. */
export interface LoopDelay {
  readonly median: number;
  readonly p99: number;
  readonly longest: number;
}

/** @returns the delays of this thread's event loop while something runs, and a moment before and after it */
export async function watchLoop(run: () => Promise<void>): Promise<LoopDelay> {
  const delays = monitorEventLoopDelay({ resolution });
  delays.enable();
  await wait(50);
  await run();
  await wait(50);
  delays.disable();
  return {
    median: delayOf(delays.percentile(50)),
    p99: delayOf(delays.percentile(99)),
    longest: delayOf(delays.max),
  };
}

/** The histogram tells of the time between two looks, in nanoseconds. */
function delayOf(nanoseconds: IntervalHistogram['max']): number {
  return Math.max(0, nanoseconds / 1e6 - resolution);
}

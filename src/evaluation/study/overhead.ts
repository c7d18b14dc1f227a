import type { Router } from '../../routing/router';

/**
 * Price of a small cloud machine with two cores, on demand, in US dollars an hour: AWS c6i.large in us-east-1 by its
 * price list of 2024. The whole machine is charged though one core decides.
 */
export const machineHourPrice = 0.085;

/** What routing costs beside the calls themselves (paper, Table 7). */
export interface Overhead {
  readonly requestsPerSecond: number;
  /** US dollars per million requests at {@link machineHourPrice}. */
  readonly costPerMillion: number;
}

/** @param seconds how long `requests` prompts took, one after the other */
export function overheadOf(requests: number, seconds: number): Overhead {
  return {
    requestsPerSecond: requests / seconds,
    costPerMillion: (((1e6 * seconds) / requests) * machineHourPrice) / 3600,
  };
}

/** Prompts before the clock starts: the first ones load and warm up. */
const warmUp = 10;

/**
 * Times a router itself, past everything that is remembered of it.
 *
 * @param prompts more than {@link warmUp} different ones
 * @returns how many were timed, and the seconds they took
 */
export async function timeRouter(
  router: Router,
  prompts: readonly string[],
): Promise<{ readonly requests: number; readonly seconds: number }> {
  for (const prompt of prompts.slice(0, warmUp)) await router.winRate(prompt);
  const timed = prompts.slice(warmUp);
  const started = performance.now();
  for (const prompt of timed) await router.winRate(prompt);
  return { requests: timed.length, seconds: (performance.now() - started) / 1000 };
}

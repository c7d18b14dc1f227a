import type { ModelRef } from '../chat';
import type { ProviderProblem } from '../errors';

/** Which models failed of late and are left alone for a while. Kept in memory, shared by all doors of a process. */
export interface ProviderHealth {
  /** Notes a failure; of those that say nothing of the endpoint's state, nothing is kept. */
  failed(ref: ModelRef, problem: ProviderProblem): void;
  succeeded(ref: ModelRef): void;
  /** @returns undefined for a model that may be asked */
  backOffOf(ref: ModelRef): BackOff | undefined;
}

export interface BackOff {
  readonly problem: ProviderProblem['code'];
  readonly retryInSeconds: number;
}

/** First wait; it doubles with each failure in a row. */
const shortestWaitMs = 2_000;
const longestWaitMs = 300_000;

/** Problems of the endpoint and not of the request, after which the other model is worth asking. */
export function isPassing(problem: ProviderProblem): boolean {
  return (
    problem.code === 'rate-limited' ||
    problem.code === 'overloaded' ||
    problem.code === 'timed-out' ||
    problem.code === 'unreachable'
  );
}

/**
 * Vendors limit each model by itself, so a model is left alone for what it did; an address that cannot be reached is
 * left alone with all its models.
 *
 * @param now milliseconds since the epoch
 */
export function createProviderHealth(now: () => number): ProviderHealth {
  const failures = new Map<string, { code: ProviderProblem['code']; inARow: number; until: number }>();
  const modelKey = ({ baseUrl, model }: ModelRef) => JSON.stringify([baseUrl, model]);
  const addressKey = ({ baseUrl }: ModelRef) => JSON.stringify([baseUrl]);
  return {
    failed: (ref, problem) => {
      if (!isPassing(problem)) return;
      const key = problem.code === 'unreachable' ? addressKey(ref) : modelKey(ref);
      const inARow = (failures.get(key)?.inARow ?? 0) + 1;
      const asked = problem.code === 'rate-limited' ? (problem.retryAfterSeconds ?? 0) * 1000 : 0;
      const wait = Math.max(asked, shortestWaitMs * 2 ** (inARow - 1));
      failures.set(key, { code: problem.code, inARow, until: now() + Math.min(wait, longestWaitMs) });
    },
    succeeded: (ref) => {
      failures.delete(modelKey(ref));
      failures.delete(addressKey(ref));
    },
    backOffOf: (ref) => {
      const found = [failures.get(modelKey(ref)), failures.get(addressKey(ref))];
      const latest = found.filter((each) => each !== undefined).sort((a, b) => b.until - a.until)[0];
      const left = (latest?.until ?? 0) - now();
      return latest === undefined || left <= 0
        ? undefined
        : { problem: latest.code, retryInSeconds: Math.ceil(left / 1000) };
    },
  };
}

import { setTimeout as wait } from 'node:timers/promises';

/**
 * Shows that something is going on once it has taken a moment. What only flashes distracts, and VS Code shows no
 * notification that follows too many others.
 *
 * @param show given the work while it goes on
 */
export async function showIfSlow<T>(
  work: Promise<T>,
  show: (work: Promise<T>) => PromiseLike<T>,
  patienceMs = 500,
): Promise<T> {
  const over = new AbortController();
  const end = () => over.abort();
  const ended = work.then(end, end);
  await Promise.race([ended, wait(patienceMs, undefined, { signal: over.signal }).catch(() => undefined)]);
  return over.signal.aborted ? work : show(work);
}

/** A map that forgets what has not been used for a while, and what was used longest ago once it is full. */
export interface RecentMap<T> {
  get(key: string): T | undefined;
  set(key: string, value: T): void;
}

/** @param now milliseconds, from whenever */
export function createRecentMap<T>(
  { ms, count }: { readonly ms: number; readonly count: number },
  now: () => number,
): RecentMap<T> {
  // In the order of their last use.
  const entries = new Map<string, { readonly value: T; readonly used: number }>();
  const set = (key: string, value: T) => {
    entries.delete(key);
    entries.set(key, { value, used: now() });
    for (const [oldest, { used }] of entries) {
      if (entries.size <= count && used + ms > now()) break;
      entries.delete(oldest);
    }
  };
  return {
    get: (key) => {
      const entry = entries.get(key);
      if (entry === undefined || entry.used + ms <= now()) return undefined;
      set(key, entry.value);
      return entry.value;
    },
    set,
  };
}

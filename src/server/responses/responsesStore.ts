/** What was said before, for requests that name it and send only what is new. */
export interface ResponsesStore {
  keep(id: string, items: readonly unknown[]): void;
  find(id: string): readonly unknown[] | undefined;
}

/** In characters of JSON. */
const usualRoom = 64 * 1024 * 1024;

/** Keeps the latest conversations, in memory alone, and lets the oldest go where the room is used up. */
export function createResponsesStore(room = usualRoom): ResponsesStore {
  const kept = new Map<string, { readonly items: readonly unknown[]; readonly size: number }>();
  let used = 0;
  return {
    keep: (id, items) => {
      const size = JSON.stringify(items).length;
      kept.set(id, { items, size });
      used += size;
      for (const [oldest, { size: freed }] of kept) {
        if (used <= room) break;
        kept.delete(oldest);
        used -= freed;
      }
    },
    find: (id) => kept.get(id)?.items,
  };
}

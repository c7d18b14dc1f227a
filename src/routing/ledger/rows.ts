/** The cells of a tally by the day and pair they are of, and by two names more: a row for each. */
export interface Rows<T> {
  /** @returns what was put there, by small numbers; nothing yet where it is asked for the first time */
  at(day: string, pairNumber: number, name: string, detail: string | null): (T | undefined)[];
}

/**
 * It finds a row for every entry of a ledger, of which there may be a million: names are looked up one after the other,
 * since gluing them together to one key takes longer than that, and the day before is looked at first.
 */
export function createRows<T>(): Rows<T> {
  type OfPair = Map<string, Map<string | null, (T | undefined)[]>>;
  const days = new Map<string, OfPair[]>();
  let day: string | undefined;
  let ofDay: OfPair[] = [];
  return {
    at: (wanted, pairNumber, name, detail) => {
      if (wanted !== day) {
        day = wanted;
        ofDay = childOf(days, wanted, () => []);
      }
      let ofPair = ofDay[pairNumber];
      if (ofPair === undefined) {
        ofPair = new Map();
        ofDay[pairNumber] = ofPair;
      }
      return childOf(
        childOf(ofPair, name, () => new Map<string | null, (T | undefined)[]>()),
        detail,
        () => [],
      );
    },
  };
}

function childOf<Key, Child>(map: Map<Key, Child>, key: Key, make: () => Child): Child {
  const known = map.get(key);
  if (known !== undefined) return known;
  const child = make();
  map.set(key, child);
  return child;
}

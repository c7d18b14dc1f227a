/** The cells of a tally by the day and pair they are of, and by two names more: a row for each. */
export interface Rows<T> {
  /** @returns what was put there, by small numbers; nothing yet where it is asked for the first time */
  at(day: string, pairNumber: number, name: string, detail: string | null): (T | undefined)[];
}

/**
 * It finds a row for every entry of a ledger, of which there may be a million: names are looked up one after the other,
 * since gluing them together to one key takes longer than that, and the row before is looked at first.
 */
export function createRows<T>(): Rows<T> {
  type Row = (T | undefined)[];
  type OfPair = Map<string, Map<string | null, Row>>;
  const days = new Map<string, OfPair[]>();
  let lastDay: string | undefined;
  let lastPair: number | undefined;
  let lastName: string | undefined;
  let lastDetail: string | null | undefined;
  let ofDay: OfPair[] = [];
  let row: Row = [];
  return {
    at: (day, pairNumber, name, detail) => {
      const isDay = lastDay === day;
      if (isDay && lastPair === pairNumber && lastName === name && lastDetail === detail) return row;
      if (!isDay) ofDay = childOf(days, day, () => []);
      ofDay[pairNumber] ??= new Map();
      const details = childOf(ofDay[pairNumber], name, () => new Map<string | null, Row>());
      row = childOf(details, detail, () => []);
      lastDay = day;
      lastPair = pairNumber;
      lastName = name;
      lastDetail = detail;
      return row;
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

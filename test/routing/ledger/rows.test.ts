import { expect, test } from 'vitest';
import { createRows } from '../../../src/routing/ledger/rows';

type Place = Parameters<ReturnType<typeof createRows>['at']>;

/** Each differs from the first by one name. */
const places: readonly Place[] = [
  ['2026-11-24', 0, 'sidebar', null],
  ['2026-11-25', 0, 'sidebar', null],
  ['2026-11-24', 1, 'sidebar', null],
  ['2026-11-24', 0, 'server', null],
  ['2026-11-24', 0, 'sidebar', 'null'],
];

test('each place has a row of its own, empty at first', () => {
  const rows = createRows<number>();
  for (const [number, place] of places.entries()) {
    const row = rows.at(...place);
    expect(row).toEqual([]);
    row[0] = number;
  }
});

test.each([
  ['in the same order', places],
  ['in the opposite order', places.toReversed()],
  ['each after the first', places.flatMap((place) => [place, places[0] ?? place])],
  ['each twice', places.flatMap((place) => [place, place])],
])('a row is found again, looked for %s', (_, order) => {
  const rows = createRows<number>();
  for (const [number, place] of places.entries()) rows.at(...place)[0] = number;
  expect(order.map((place) => rows.at(...place))).toEqual(order.map((place) => [places.indexOf(place)]));
});

test('rows of two tallies are apart', () => {
  const [one, other] = [createRows<number>(), createRows<number>()];
  one.at('2026-11-24', 0, 'sidebar', null)[0] = 1;
  expect(other.at('2026-11-24', 0, 'sidebar', null)).toEqual([]);
});

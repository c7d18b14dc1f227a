import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Entry } from '../../src/routing/ledger';
import { savedOn, summarise } from '../../src/routing/report';
import { entryWith } from '../node/entries';

const utcDay = (time: string) => time.slice(0, 10);
const strongly = (): Entry['decision'] => ({ ...entryWith().decision, model: 'strong' });

/** Three days: saved, lost, not priced, practised. */
const entries: readonly Entry[] = [
  entryWith({
    id: 'a',
    time: '2026-11-22T08:00:00.000Z',
    cost: 0.25,
    alwaysStrongCost: 1,
    alwaysWeakCost: 0.25,
  }),
  entryWith({
    id: 'b',
    time: '2026-11-22T09:00:00.000Z',
    decision: strongly(),
    cost: 0.5,
    alwaysStrongCost: 0.5,
    alwaysWeakCost: 0.125,
  }),
  entryWith({ id: 'c', time: '2026-11-23T08:00:00.000Z', cost: 2, alwaysStrongCost: 1, alwaysWeakCost: 2 }),
  entryWith({
    id: 'd',
    time: '2026-11-23T09:00:00.000Z',
    cost: null,
    alwaysStrongCost: 4,
    alwaysWeakCost: null,
  }),
  entryWith({
    id: 'e',
    time: '2026-11-24T08:00:00.000Z',
    kind: 'practice',
    cost: 0,
    alwaysStrongCost: 0,
    alwaysWeakCost: 0,
  }),
];

describe('a report', () => {
  test('adds up what was spent, saved and asked', () => {
    const { latest, ...sums } = summarise(entries, utcDay);
    expect(sums).toEqual({
      requests: 4,
      strongShare: 0.25,
      // 0.75 + 0 − 1: routing cost more than it saved
      saved: -0.25,
      spent: 2.75,
      alwaysStrongCost: 2.5,
      alwaysWeakCost: 2.375,
      unpriced: 1,
      practiceCalls: 1,
      days: [
        { day: '2026-11-22', requests: 2, spent: 0.75, alwaysStrongCost: 1.5 },
        { day: '2026-11-23', requests: 2, spent: 2, alwaysStrongCost: 1 },
      ],
    });
    expect(latest.map((entry) => entry.id)).toEqual(['e', 'd', 'c', 'b', 'a']);
  });

  test('holds the latest entries only', () => {
    expect(summarise(entries, utcDay, 2).latest.map((entry) => entry.id)).toEqual(['e', 'd']);
  });

  test('puts each call on its day where the user is', () => {
    const late = entryWith({ time: '2026-11-24T23:30:00.000Z' });
    const tokyo = (time: string) => new Date(time).toLocaleDateString('sv-SE', { timeZone: 'Asia/Tokyo' });
    expect(summarise([late], tokyo).days.map((row) => row.day)).toEqual(['2026-11-25']);
  });

  test('of nothing has no strong share', () => {
    expect(summarise([], utcDay)).toEqual({
      requests: 0,
      strongShare: null,
      saved: 0,
      spent: 0,
      alwaysStrongCost: 0,
      alwaysWeakCost: 0,
      unpriced: 0,
      practiceCalls: 0,
      days: [],
      latest: [],
    });
  });
});

describe('whatever the ledger holds', () => {
  const money = fc.option(fc.integer({ min: 0, max: 1_000_000 }).map((cents) => cents / 100));
  const anyEntry: fc.Arbitrary<Entry> = fc
    .record({
      cost: money,
      alwaysStrongCost: money,
      alwaysWeakCost: money,
      kind: fc.constantFrom('call', 'practice'),
      model: fc.constantFrom('strong', 'weak'),
      time: fc
        .date({ min: new Date('2026-11-01'), max: new Date('2026-11-08'), noInvalidDate: true })
        .map((date) => date.toISOString()),
    })
    .map(({ model, ...rest }) => entryWith({ ...rest, decision: { ...entryWith().decision, model } }));
  const anyLedger = fc.array(anyEntry, { maxLength: 40 });
  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

  test('the days add up to the totals, and these to the saving', () => {
    fc.assert(
      fc.property(anyLedger, (ledger) => {
        const report = summarise(ledger, utcDay);
        expect(sum(report.days.map((row) => row.requests))).toBe(report.requests);
        expect(sum(report.days.map((row) => row.spent))).toBeCloseTo(report.spent, 4);
        expect(sum(report.days.map((row) => row.alwaysStrongCost))).toBeCloseTo(report.alwaysStrongCost, 4);
        expect(report.alwaysStrongCost - report.spent).toBeCloseTo(report.saved, 4);
        expect(report.requests + report.practiceCalls).toBe(ledger.length);
      }),
    );
  });

  test('the order of the entries changes no sum', () => {
    const shuffled = anyLedger.chain((ledger) =>
      fc.tuple(fc.constant(ledger), fc.shuffledSubarray(ledger, { minLength: ledger.length })),
    );
    fc.assert(
      fc.property(shuffled, ([one, other]) => {
        const { latest: _, ...a } = summarise(one, utcDay);
        const { latest: __, ...b } = summarise(other, utcDay);
        expect(b.saved).toBeCloseTo(a.saved, 4);
        expect(b.days.map((row) => row.day)).toEqual(a.days.map((row) => row.day));
        expect({ ...b, saved: 0, spent: 0, alwaysStrongCost: 0, alwaysWeakCost: 0, days: [] }).toEqual({
          ...a,
          saved: 0,
          spent: 0,
          alwaysStrongCost: 0,
          alwaysWeakCost: 0,
          days: [],
        });
      }),
    );
  });

  test('practice changes nothing but its own count', () => {
    fc.assert(
      fc.property(anyLedger, (ledger) => {
        const { latest: _, practiceCalls: __, ...all } = summarise(ledger, utcDay);
        const calls = ledger.filter((entry) => entry.kind === 'call');
        const { latest: ___, practiceCalls, ...real } = summarise(calls, utcDay);
        expect(all).toEqual(real);
        expect(practiceCalls).toBe(0);
      }),
    );
  });

  test('the savings of the days are the saving, wherever every price is known', () => {
    fc.assert(
      fc.property(anyLedger, (ledger) => {
        const priced = ledger.filter(
          (entry) => entry.cost !== null && entry.alwaysStrongCost !== null && entry.alwaysWeakCost !== null,
        );
        const report = summarise(priced, utcDay);
        const saved = report.days.map((row) => savedOn(row.day, priced, utcDay));
        expect(sum(saved)).toBeCloseTo(report.saved, 4);
      }),
    );
  });
});

test('the saving of a day leaves out other days, practice and calls without a price', () => {
  expect(savedOn('2026-11-22', entries, utcDay)).toBe(0.75);
  expect(savedOn('2026-11-23', entries, utcDay)).toBe(-1);
  expect(savedOn('2026-11-24', entries, utcDay)).toBe(0);
});

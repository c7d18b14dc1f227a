import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Side } from '../../../src/routing/chat';
import type { Entry } from '../../../src/routing/ledger/ledger';
import { costOfRouting } from '../../../src/routing/ledger/pricing';
import { recordTally, restoreTally } from '../../../src/routing/ledger/tallyRecord';
import { compareCall } from '../../../src/routing/report/comparedCall';
import { spendAt } from '../../../src/routing/report/redecision';
import type { Totals } from '../../../src/routing/report/report';
import { savedOn } from '../../../src/routing/report/reporting';
import { anyBetween } from '../../anyBetween';
import { entryWith } from '../../node/ledger/entries';
import { reportFrom, tallyOf } from '../ledger/tallies';

const report = (entries: readonly Entry[]) => reportFrom([tallyOf(entries)]);

describe('whatever the ledger holds', () => {
  const money = fc.option(fc.integer({ min: 0, max: 1_000_000 }).map((cents) => cents / 100));
  const anyEntry: fc.Arbitrary<Entry> = fc
    .record({
      cost: money,
      alwaysStrongCost: money,
      alwaysWeakCost: money,
      outputPrices: fc.record({ strong: money, weak: money }),
      kind: fc.constantFrom('call', 'practice'),
      door: fc.constantFrom('sidebar', 'server', 'participant'),
      language: fc.option(fc.constantFrom('python', 'rust')),
      model: fc.constantFrom<Side>('strong', 'weak'),
      winRate: fc.option(anyBetween(0, 0.999)),
      outcome: fc.constantFrom<Entry['outcome']>(
        { kind: 'ok' },
        { kind: 'cancelled' },
        { kind: 'failed', code: 'unexpected' },
        { kind: 'fell-back', code: 'rate-limited' },
        { kind: 'replaced' },
      ),
      outputTokens: fc.integer({ min: 0, max: 5000 }),
      strong: fc.constantFrom('dear', 'dearer'),
      time: fc
        .date({ min: new Date('2026-11-01'), max: new Date('2026-11-08'), noInvalidDate: true })
        .map((date) => date.toISOString()),
    })
    .map(({ model, winRate, language, outputTokens, strong, ...rest }) => {
      const base = entryWith();
      return entryWith({
        ...rest,
        ...(language === null ? {} : { languageId: language }),
        usage: { inputTokens: 100, cachedInputTokens: 20, outputTokens, source: 'measured' },
        pair: { ...base.pair, strong: { ...base.pair.strong, model: strong } },
        decision: { ...base.decision, model, winRate },
      } as Partial<Entry>);
    });
  const anyLedger = fc.array(anyEntry, { maxLength: 40 });
  const summed = [
    'requests',
    'strong',
    'calls',
    'priced',
    'unpriced',
    'spent',
    'alwaysStrongCost',
    'alwaysWeakCost',
    'routingCost',
    'routingMs',
    'saved',
    'inputTokens',
    'cachedInputTokens',
    'outputTokens',
    'reasoningTokens',
    'retries',
    'estimatedUsage',
  ] as const satisfies readonly (keyof Totals)[];
  const addUp = (parts: readonly Totals[]) =>
    Object.fromEntries(summed.map((name) => [name, parts.reduce((sum, part) => sum + part[name], 0)]));
  const expected = (totals: Totals) =>
    Object.fromEntries(summed.map((name) => [name, expect.closeTo(totals[name], 4)]));

  test('days, models, doors and languages each add up to the totals', () => {
    fc.assert(
      fc.property(anyLedger, (ledger) => {
        const found = report(ledger);
        for (const parts of [found.days, found.models, found.doors, found.languages]) {
          expect(addUp(parts)).toEqual(expected(found));
        }
        expect(found.calls + found.practiceCalls).toBe(ledger.length);
        expect(found.saved).toBeCloseTo(found.alwaysStrongCost - found.spent - found.routingCost, 6);
      }),
    );
  });

  test('single calls add up to the totals', () => {
    fc.assert(
      fc.property(anyLedger, (ledger) => {
        const found = report(ledger);
        const rows = ledger.flatMap((entry) => {
          const compared = compareCall(entry, found.basis);
          return compared === null ? [] : [{ spent: entry.cost ?? 0, ...compared }];
        });
        const sum = (name: 'spent' | 'alwaysStrongCost' | 'alwaysWeakCost' | 'saved') =>
          rows.reduce((total, row) => total + row[name], 0);
        expect(rows).toHaveLength(found.priced);
        for (const name of ['spent', 'alwaysStrongCost', 'alwaysWeakCost'] as const) {
          expect(sum(name)).toBeCloseTo(found[name], 4);
        }
        const unpriced = ledger.filter(
          (entry) => entry.kind === 'call' && compareCall(entry, found.basis) === null,
        );
        const routing = costOfRouting(unpriced.reduce((ms, { decision }) => ms + decision.ms, 0));
        expect(sum('saved') - routing).toBeCloseTo(found.saved, 4);
      }),
    );
  });

  test('a tally in parts, kept and opened again, says the same', () => {
    fc.assert(
      fc.property(anyLedger, anyLedger, (one, other) => {
        const tallies = [one, other].map((part) =>
          restoreTally(JSON.parse(JSON.stringify(recordTally(tallyOf(part))))),
        );
        const parts = reportFrom(tallies.flatMap((tally) => tally ?? []));
        const whole = report([...one, ...other]);
        expect(parts).toMatchObject(expected(whole));
        expect(parts.outcomes).toEqual(whole.outcomes);
        expect(parts.basis).toMatchObject({ own: whole.basis.own, sameTokens: whole.basis.sameTokens });
      }),
    );
  });

  test('ranges that divide the time divide the totals', () => {
    fc.assert(
      fc.property(anyLedger, (ledger) => {
        const tally = tallyOf(ledger);
        const parts = [
          reportFrom([tally], { to: '2026-11-03' }),
          reportFrom([tally], { from: '2026-11-04', to: '2026-11-05' }),
          reportFrom([tally], { from: '2026-11-06' }),
        ];
        expect(addUp(parts)).toEqual(expected(report(ledger)));
      }),
    );
  });

  test('practice changes nothing but its own count', () => {
    fc.assert(
      fc.property(anyLedger, (ledger) => {
        const { practiceCalls: _, ...all } = report(ledger);
        const { practiceCalls, ...real } = report(ledger.filter((entry) => entry.kind === 'call'));
        expect(all).toEqual(real);
        expect(practiceCalls).toBe(0);
      }),
    );
  });

  test('a stop of the slider costs no less than the cheapest and no more than the dearest way', () => {
    fc.assert(
      fc.property(anyLedger, anyBetween(0, 1), (ledger, share) => {
        const { slider } = report(ledger);
        if (slider === null) return;
        const { bins, fixedSpent } = slider.redecision;
        const sum = (pick: (...costs: number[]) => number) =>
          bins.reduce((total, bin) => total + pick(bin.strongCost, bin.weakCost), fixedSpent);
        const spent = spendAt(share, slider.redecision);
        expect(spent).toBeGreaterThanOrEqual(sum(Math.min) - 1e-6);
        expect(spent).toBeLessThanOrEqual(sum(Math.max) + 1e-6);
      }),
    );
  });

  test('the savings of the days are those that are told day by day', () => {
    fc.assert(
      fc.property(anyLedger, (ledger) => {
        const tallies = [tallyOf(ledger)];
        for (const { day, saved } of reportFrom(tallies).days) expect(savedOn(day, tallies)).toBe(saved);
      }),
    );
  });
});

import { describe, expect, test } from 'vitest';
import type { Entry } from '../../../src/routing/ledger/ledger';
import { hasPrices } from '../../../src/routing/report/report';
import { reportOf } from '../../../src/routing/report/reporting';
import { entryWith } from '../../node/ledger/entries';
import { totalsWith } from '../../webview/reports';
import { reportFrom, tallyOf } from '../ledger/tallies';

const { pair, decision } = entryWith();
const report = (entries: readonly Entry[]) => reportFrom([tallyOf(entries)]);
const on = (day: string, changes: Partial<Entry> = {}) =>
  entryWith({ time: `${day}T09:30:00.000Z`, ...changes });
const strongly = { ...decision, model: 'strong' } as const;

describe('the calls', () => {
  test('of each day follow one another, however they were recorded', () => {
    const { days } = report(['2026-11-22', '2026-11-20', '2026-11-22', '2026-11-21'].map((day) => on(day)));
    expect(days.map(({ day, calls }) => [day, calls])).toEqual([
      ['2026-11-20', 1],
      ['2026-11-21', 1],
      ['2026-11-22', 2],
    ]);
  });

  test('of each model that answered are together over its pairs, most of them first', () => {
    const other = { strong: pair.weak, weak: { ...pair.weak, model: 'cheapest' } };
    const { models } = report([
      entryWith({ pair: other }),
      entryWith(),
      entryWith({ pair: other, decision: strongly }),
    ]);
    expect(models.map(({ ref, calls }) => [ref, calls])).toEqual([
      [pair.weak, 2],
      [other.weak, 1],
    ]);
  });

  test('of each door and of each language are together, most of them first', () => {
    const { doors, languages } = report([
      entryWith({ door: 'server', languageId: 'rust' }),
      entryWith(),
      entryWith({ languageId: 'python' }),
      entryWith({ languageId: 'python', door: 'participant' }),
      entryWith({ languageId: 'python' }),
      entryWith(),
    ]);
    expect(doors.map(({ door, calls }) => [door, calls])).toEqual([
      ['sidebar', 4],
      ['server', 1],
      ['participant', 1],
    ]);
    expect(languages.map(({ languageId, calls }) => [languageId, calls])).toEqual([
      ['python', 3],
      [null, 2],
      ['rust', 1],
    ]);
  });

  test('were recorded from the first day to the last, whatever the range; practice is none', () => {
    const practice = { kind: 'practice' } as const;
    const days = ['2026-11-20', '2026-11-22', '2026-11-18', '2026-11-21'].map((day) => on(day));
    const tally = tallyOf([on('2026-11-01', practice), ...days, on('2026-11-30', practice)]);
    const recorded = { from: '2026-11-18', to: '2026-11-22' };
    expect(reportFrom([tally]).recorded).toEqual(recorded);
    expect(reportFrom([tally], { from: '2026-11-21' })).toMatchObject({ recorded, calls: 2 });
  });

  test('are counted by how they ended', () => {
    const ended = (outcome: Entry['outcome']) => entryWith({ outcome });
    expect(
      report([
        ended({ kind: 'ok' }),
        ended({ kind: 'cancelled' }),
        ended({ kind: 'failed', code: 'unexpected' }),
        ended({ kind: 'fell-back', code: 'overloaded' }),
        ended({ kind: 'fell-back', code: 'overloaded' }),
        ended({ kind: 'replaced' }),
      ]).outcomes,
    ).toEqual({ ok: 1, cancelled: 1, failed: 1, 'fell-back': 2, replaced: 1 });
  });
});

describe('the comparison', () => {
  const priced = { outputPrices: { strong: 10e6, weak: 2e6 } };

  test('is off independently for each strong model, and together for one', () => {
    const other = { ...pair, strong: { ...pair.strong, model: 'dearer' } };
    const reachOf = (entries: readonly Entry[]) => {
      const { saved, interval } = report(entries);
      return (interval?.high ?? Number.NaN) - saved;
    };
    // Nothing is known of their answers: 264 tokens either way, at 10 each, and means as sure as ten answers make them.
    expect(reachOf([entryWith(priced), entryWith({ ...priced, pair: other })])).toBeCloseTo(
      1.96 * 264 * Math.sqrt(2 * (100 + 10 ** 2 / 10)),
      6,
    );
    expect(reachOf([entryWith(priced), entryWith(priced)])).toBeCloseTo(
      1.96 * 264 * Math.sqrt(200 + 20 ** 2 / 10),
      6,
    );
  });

  test('names the models whose length took the place of another’s, and no other', () => {
    const refsOf = (entries: readonly Entry[]) => report(entries).basis.lengths.map(({ ref }) => ref);
    expect(refsOf([entryWith(priced)])).toEqual([pair.strong]);
    expect(refsOf([entryWith({ ...priced, decision: strongly })])).toEqual([pair.weak]);
    expect(refsOf([entryWith({ outcome: { kind: 'cancelled' } })])).toEqual([]);
  });

  test.each([
    [{ calls: 0, priced: 0 }, true],
    [{ calls: 2, priced: 0 }, false],
    [{ calls: 2, priced: 1 }, true],
  ])('of %o has prices: %s', (counts, has) => {
    expect(hasPrices(totalsWith(counts))).toBe(has);
  });
});

describe('win rates', () => {
  const scored = (winRate: number, router = 'default', routerVersion?: string) =>
    entryWith({
      decision: { ...decision, winRate, router, ...(routerVersion === undefined ? {} : { routerVersion }) },
    });
  const basis = {
    range: {},
    today: '2026-11-24',
    curves: { benchmarks: [], routers: {} },
    latest: [],
    skippedLines: 0,
    newerLines: 0,
  };

  test('lie in a hundred bins for each router and version, that of most prompts first', () => {
    const entries = [
      scored(0.5, 'mf'),
      scored(0.1),
      scored(0.105),
      scored(0.9),
      scored(0.9, 'default', 'abc'),
    ];
    const [most, ...others] = report([
      ...entries,
      { ...scored(0.1), time: '2026-11-23T09:30:00.000Z' },
      scored(0.2, 'mf'),
      scored(0.9, 'default', 'def'),
    ]).winRates;
    expect(most).toMatchObject({ router: 'default', version: null, prompts: 4 });
    expect(most?.bins).toHaveLength(100);
    expect(most?.bins.flatMap((prompts, bin) => (prompts === 0 ? [] : [[bin, prompts]]))).toEqual([
      [10, 3],
      [90, 1],
    ]);
    expect(others.map(({ router, version, prompts }) => [router, version, prompts])).toEqual([
      ['mf', null, 2],
      ['default', 'abc', 1],
      ['default', 'def', 1],
    ]);
  });

  test('are those of the range', () => {
    const tally = tallyOf([on('2026-11-20'), on('2026-11-22'), on('2026-11-23')]);
    expect(reportFrom([tally], { from: '2026-11-22' }).winRates[0]?.prompts).toBe(2);
  });

  test('stand against the threshold of the latest decision by that version of that router', () => {
    const tallies = [tallyOf([scored(0.5, 'default', 'abc')])];
    const at = (threshold: number, router: string, routerVersion?: string) => {
      const entry = scored(0.5, router, routerVersion);
      return { ...entry, decision: { ...entry.decision, threshold } };
    };
    const others = [at(0.1, 'mf', 'abc'), at(0.2, 'default', 'old'), at(0.3, 'default')];
    const thresholdBy = (latest: readonly Entry[], of = tallies) =>
      reportOf({ ...basis, tallies: of, latest }).winRates[0]?.threshold;
    expect(thresholdBy([...others, at(0.4, 'default', 'abc'), at(0.5, 'default', 'abc')])).toBe(0.4);
    expect(thresholdBy(others)).toBeNull();
    expect(thresholdBy(others, [tallyOf([scored(0.5)])])).toBe(0.3);
  });

  test('of a router that was not tested, or not at this share, tell no quality', () => {
    const points = [
      { strongShare: 0, pgr: 0, low: 0, high: 0 },
      { strongShare: 0.5, pgr: 0.6, low: 0.5, high: 0.7 },
    ];
    const curves = { benchmarks: [], routers: { default: { hash: 'abcdef', points } } };
    const qualityOf = (entries: readonly Entry[]) =>
      reportOf({ ...basis, curves, tallies: [tallyOf(entries)] }).quality;
    const asStrong = { ...scored(0.9), decision: strongly };
    expect(qualityOf([scored(0.1), asStrong])).toMatchObject({ router: 'default', pgr: 0.6 });
    expect(qualityOf([asStrong])).toBeNull();
    expect(qualityOf([scored(0.1, 'mf')])).toBeNull();
  });

  test('are the lower ends of the bins that the slider’s history is made of', () => {
    const bins = report([scored(0.105), scored(0.9)]).slider?.redecision.bins;
    expect(bins?.map(({ from, prompts }) => [from, prompts])).toEqual([
      [0.1, 1],
      [0.9, 1],
    ]);
  });
});

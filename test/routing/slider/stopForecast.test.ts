import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ModelRef, Usage } from '../../../src/routing/chat';
import type { Entry } from '../../../src/routing/ledger/ledger';
import { calibrate } from '../../../src/routing/slider/calibration';
import {
  type ForecastBasis,
  forecastStop,
  paceOf,
  type QualityCurve,
} from '../../../src/routing/slider/stopForecast';
import { anyBetween } from '../../anyBetween';
import { entryWith } from '../../node/ledger/entries';
import { tallyOf } from '../ledger/tallies';

const now = Date.parse('2026-11-24T12:00:00.000Z');
const daysAgo = (days: number) => new Date(now - days * 86_400_000).toISOString();
const usageOf = (inputTokens: number, outputTokens: number): Usage => ({
  inputTokens,
  cachedInputTokens: 0,
  outputTokens,
  source: 'measured',
});
const call = (
  days: number,
  model: 'strong' | 'weak',
  usage = usageOf(100, 50),
  changes: Partial<Entry> = {},
) => entryWith({ time: daysAgo(days), usage, ...changes, decision: { ...entryWith().decision, model } });

const paceOfCalls = (calls: readonly Entry[]) => paceOf([tallyOf(calls)], '2026-11-24', now);

const { pair } = entryWith();
/** A dollar for an output token of the strong model, a cent for one of the weak. */
const costOf = (ref: ModelRef, { outputTokens }: Usage) => outputTokens * (ref.model === 'dear' ? 1 : 0.01);
const curve: QualityCurve = {
  hash: 'abc',
  points: [
    { strongShare: 0, pgr: 0, low: 0, high: 0 },
    { strongShare: 0.5, pgr: 0.6, low: 0.5, high: 0.7 },
    { strongShare: 1, pgr: 1, low: 1, high: 1 },
  ],
};
const nothing: ForecastBasis = {
  calibration: undefined,
  pace: undefined,
  pair: undefined,
  costOf,
  curve: undefined,
};

describe('the pace', () => {
  it('is that of the last thirty days, side by side', () => {
    const pace = paceOfCalls([
      call(45, 'strong', usageOf(1, 1)),
      call(20, 'strong', usageOf(200, 300)),
      call(10, 'weak', usageOf(100, 10)),
      call(1, 'weak', usageOf(300, 30)),
    ]);
    expect(pace?.callsPerDay).toBeCloseTo(3 / 30, 12);
    expect(pace?.usage.strong).toMatchObject({ inputTokens: 200, outputTokens: 300 });
    expect(pace?.usage.weak).toMatchObject({ inputTokens: 200, outputTokens: 20 });
  });

  it('is that of the days since the first call, of one at least', () => {
    expect(paceOfCalls([call(10, 'weak'), call(1, 'weak')])?.callsPerDay).toBeCloseTo(0.2, 12);
    expect(paceOfCalls([call(0.1, 'weak'), call(0.05, 'weak')])?.callsPerDay).toBe(2);
  });

  it('begins with the first call in any part of the ledger', () => {
    const parts = [[call(1, 'weak')], [], [call(10, 'weak')]].map((calls) => tallyOf(calls));
    expect(paceOf(parts, '2026-11-24', now)?.callsPerDay).toBeCloseTo(0.2, 12);
    expect(paceOf(parts.toReversed(), '2026-11-24', now)?.callsPerDay).toBeCloseTo(0.2, 12);
  });

  it('takes the mean of all calls for a side that has answered none', () => {
    expect(paceOfCalls([call(1, 'weak', usageOf(40, 20))])?.usage.strong).toMatchObject({
      inputTokens: 40,
      outputTokens: 20,
    });
  });

  it('counts today and the 29 days before it, and no other', () => {
    const first = call(29, 'weak', usageOf(10, 1));
    const today = call(0, 'weak', usageOf(30, 3));
    const others = [call(30, 'weak', usageOf(1, 1)), call(-1, 'weak', usageOf(1, 1))];
    const pace = paceOfCalls([first, today, ...others]);
    expect(pace?.callsPerDay).toBeCloseTo(2 / 30, 12);
    expect(pace?.usage.weak).toEqual({
      inputTokens: 20,
      cachedInputTokens: 0,
      outputTokens: 2,
      source: 'estimated',
    });
  });

  it('is unknown without a call, practice being none', () => {
    expect(paceOfCalls([])).toBeUndefined();
    expect(paceOfCalls([call(1, 'weak', undefined, { kind: 'practice' }), call(31, 'weak')])).toBeUndefined();
  });
});

describe('the forecast of a stop', () => {
  it('costs what its shares of the calls cost at both models', () => {
    const pace = { callsPerDay: 2, usage: { strong: usageOf(0, 100), weak: usageOf(0, 50) } };
    // 60 calls a month: 15 at $100 and 45 at $0.50.
    expect(forecastStop(0.25, { ...nothing, pace, pair }).monthlyCost).toBeCloseTo(1522.5, 9);
  });

  it('does not know a cost without calls, without a pair, or with an unknown price', () => {
    const pace = { callsPerDay: 2, usage: { strong: usageOf(0, 100), weak: usageOf(0, 50) } };
    expect(forecastStop(0.5, { ...nothing, pair }).monthlyCost).toBe('no-calls');
    expect(forecastStop(0.5, { ...nothing, pace }).monthlyCost).toBe('no-calls');
    const without = (unpriced: string): ForecastBasis => ({
      ...nothing,
      pace,
      pair,
      costOf: (ref, usage) => (ref.model === unpriced ? undefined : costOf(ref, usage)),
    });
    expect(forecastStop(0.5, without('dear')).monthlyCost).toBe('unknown-price');
    expect(forecastStop(0.5, without('cheap')).monthlyCost).toBe('unknown-price');
    // What is never asked costs nothing.
    expect(forecastStop(0, without('dear')).monthlyCost).toBeCloseTo(30, 9);
    expect(forecastStop(1, without('cheap')).monthlyCost).toBeCloseTo(6000, 9);
  });

  it('keeps what the curve says, between its points in proportion', () => {
    const { quality } = forecastStop(0.25, { ...nothing, curve });
    expect(quality).toEqual({ pgr: 0.3, low: 0.25, high: 0.35 });
    expect(forecastStop(0.25, nothing).quality).toBeUndefined();
    expect(forecastStop(0, { ...nothing, curve }).quality).toEqual({ pgr: 0, low: 0, high: 0 });
    expect(forecastStop(1, { ...nothing, curve }).quality).toEqual({ pgr: 1, low: 1, high: 1 });
  });

  it('keeps nothing that was not tested: beyond the last point of a curve nothing is told', () => {
    const half = { ...curve, points: curve.points.slice(0, 2) };
    expect(forecastStop(0.5, { ...nothing, curve: half }).quality).toEqual({ pgr: 0.6, low: 0.5, high: 0.7 });
    expect(forecastStop(0.51, { ...nothing, curve: half }).quality).toBeUndefined();
  });

  it('sends the share of the stop where win rates differ', () => {
    const calibration = calibrate(Array.from({ length: 1001 }, (_, rank) => rank / 1100));
    fc.assert(
      fc.property(anyBetween(0, 1), (stop) => {
        expect(forecastStop(stop, { ...nothing, calibration }).strongShare).toBeCloseTo(stop, 6);
      }),
    );
  });

  it('sends all that have one win rate to one side, and says so', () => {
    const calibration = { quantiles: [0.1, ...Array.from({ length: 98 }, () => 0.5), 0.9] };
    expect(forecastStop(0.5, { ...nothing, calibration, curve })).toEqual({
      strongShare: expect.closeTo(0.99, 2),
      monthlyCost: 'no-calls',
      quality: { pgr: expect.closeTo(0.99, 2), low: expect.any(Number), high: expect.any(Number) },
    });
  });

  it('never costs less nor keeps less at a higher share, with a dearer and better strong model', () => {
    const calibration = calibrate(Array.from({ length: 200 }, (_, rank) => Math.floor(rank / 7) / 40));
    const pace = { callsPerDay: 2, usage: { strong: usageOf(0, 100), weak: usageOf(0, 50) } };
    const share = anyBetween(0, 1);
    fc.assert(
      fc.property(share, share, (one, other) => {
        const [low, high] = [Math.min(one, other), Math.max(one, other)].map((stop) =>
          forecastStop(stop, { ...nothing, calibration, pace, pair, curve }),
        );
        expect(high?.monthlyCost).toBeGreaterThanOrEqual(Number(low?.monthlyCost) - 1e-9);
        expect(high?.quality?.pgr).toBeGreaterThanOrEqual((low?.quality?.pgr ?? 1) - 1e-9);
      }),
    );
  });
});

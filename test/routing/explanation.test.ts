import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fewestOwnDecisions, ownWinRates, rankOf } from '../../src/routing/explanation';
import { calibrate } from '../../src/routing/slider/calibration';
import { anyBetween } from '../anyBetween';
import { entryWith } from '../node/ledger/entries';

const calibration = calibrate([0.1, 0.2, 0.3, 0.4, 0.5]);
const winRates = fc.array(anyBetween(0, 0.999), {
  minLength: fewestOwnDecisions,
  maxLength: 80,
});

describe('the rank of a win rate', () => {
  it('is among the own decisions, equal ones counting half', () => {
    const own = Array.from({ length: 100 }, (_, i) => Math.floor(i / 2) / 50);
    expect(rankOf(0.5, own, calibration)).toEqual({ below: 0.51, among: 'own-decisions', prompts: 100 });
  });

  it('is among the calibration sample while the own decisions are too few', () => {
    const own = Array(fewestOwnDecisions - 1).fill(0.9);
    expect(rankOf(0.4, own, calibration)).toEqual({
      below: expect.closeTo(0.75, 9),
      among: 'calibration-sample',
      prompts: 5,
    });
  });

  it('is none where there is nothing to compare with', () => {
    expect(rankOf(0.4, [], undefined)).toBeUndefined();
  });

  it('lies in [0, 1] and does not fall as the win rate rises', () => {
    const both = fc.tuple(anyBetween(0, 0.999), anyBetween(0, 0.999));
    fc.assert(
      fc.property(winRates, both, fc.boolean(), (own, rates, enough) => {
        const [low, high] = rates
          .toSorted((a, b) => a - b)
          .map((rate) => rankOf(rate, enough ? own : [], calibrate(own))?.below ?? Number.NaN) as [
          number,
          number,
        ];
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(high).toBeGreaterThanOrEqual(low);
      }),
    );
  });
});

it('counts the win rates of one router, without failures and each prompt once', () => {
  const { decision } = entryWith();
  const entries = [
    entryWith({ decision: { ...decision, winRate: 0.1 } }),
    entryWith({ decision: { ...decision, winRate: null } }),
    entryWith({ decision: { ...decision, winRate: 0.2, router: 'mf' } }),
    entryWith({ decision: { ...decision, winRate: 0.3 }, retryOf: 'entry-1' }),
    entryWith({
      decision: { ...decision, winRate: 0.5 },
      outcome: { kind: 'fell-back', code: 'rate-limited' },
    }),
    entryWith({ decision: { ...decision, winRate: 0.6 }, outcome: { kind: 'replaced' } }),
    entryWith({ decision: { ...decision, winRate: 0.4 }, kind: 'practice' }),
  ];
  expect(ownWinRates(entries, 'default')).toEqual([0.1, 0.4]);
});

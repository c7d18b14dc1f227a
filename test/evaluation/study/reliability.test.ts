import { describe, expect, it } from 'vitest';
import {
  expectedCalibrationError,
  outcomeOf,
  reliabilityBins,
} from '../../../src/evaluation/study/reliability';

it('a tie is half a win', () => {
  expect([outcomeOf(1, 0), outcomeOf(0.4, 0.4), outcomeOf(7, 8)]).toEqual([1, 0.5, 0]);
});

describe('forecasts', () => {
  it('fall into tenths of the win rate', () => {
    const bins = reliabilityBins([
      { winRate: 0.12, outcome: 0 },
      { winRate: 0.999999, outcome: 1 },
      { winRate: 0.18, outcome: 0.5 },
      { winRate: 0, outcome: 0 },
      { winRate: 1, outcome: 0 },
    ]);
    expect(bins.map(({ count }) => count)).toEqual([1, 2, 2]);
    expect(bins[1]?.meanWinRate).toBeCloseTo(0.15, 12);
    expect(bins[1]?.meanOutcome).toBe(0.25);
  });

  it('cannot be made of what is no win rate', () => {
    expect(() => reliabilityBins([{ winRate: Number.NaN, outcome: 0 }])).toThrow('NaN is no win rate');
  });

  it('err as worked out by hand: three prompts 0.1 apart, one 0.5', () => {
    const forecasts = [
      ...[0, 0, 1].map((outcome) => ({ winRate: 1 / 3 - 0.1, outcome })),
      { winRate: 0.5, outcome: 1 },
    ];
    expect(expectedCalibrationError(reliabilityBins(forecasts))).toBeCloseTo((3 * 0.1 + 0.5) / 4, 12);
  });

  it('that are right do not err', () => {
    const forecasts = [0, 1, 0.5, 0.5].map((outcome) => ({ winRate: 0.5, outcome }));
    expect(expectedCalibrationError(reliabilityBins(forecasts))).toBe(0);
  });
});

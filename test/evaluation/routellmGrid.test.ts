import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  averageGapRecovered,
  callPerformanceThreshold,
  pairScores,
  type RoutedRow,
  recoveryCurve,
} from '../../src/evaluation/metrics';
import { routellmGrid } from '../../src/evaluation/routellmGrid';

/** Rows in ascending order of win rate, from [win rate, strong score, weak score]. */
function rowsOf(rows: readonly (readonly [number, number, number])[]): RoutedRow[] {
  return rows.map(([winRate, strongScore, weakScore]) => ({ prompt: '', winRate, strongScore, weakScore }));
}

/** So many rows with win rates 0, 1/32, 2/32 …, of which the strong model alone gets those right. */
function gainsAt(count: number, gainers: readonly number[]): RoutedRow[] {
  return rowsOf(
    Array.from({ length: count }, (_, rank) => [rank / 32, gainers.includes(rank) ? 1 : 0, 0] as const),
  );
}

describe('worked out by hand', () => {
  it('the thresholds cut 20 prompts into tenths', () => {
    // The edges lie at ranks 0, 1.9, 3.8, 5.7, 7.6, 9.5, 11.4, 13.3, 15.2, 17.1 and 19, so 20, 18, 16 … 2 prompts reach
    // them and none exceeds the last. With those gains the points are, share → score in per cent:
    //   0 → 0, 10 → 5, 20 → 15, 30 → 15, 40 → 15, 50 → 20, 60 → 20, 70 → 20, 80 → 20, 90 → 25, 100 → 25
    // Area: 0.1 × ((0 + 25) / 2 + 5 + 15 + 15 + 15 + 20 + 20 + 20 + 20 + 25) = 16.75; APGR: 16.75 / 25.
    // CPT(50 %) is where 12.5 is reached: 10 + 10 × (12.5 − 5) / (15 − 5). CPT(80 %) is where 20 is: on a level stretch,
    // linear interpolation of this kind gives its end, while the exact curve's first crossing is its beginning.
    const rows = gainsAt(20, [19, 17, 16, 10, 3]);
    expect(routellmGrid(rows, 'accuracy')).toEqual({
      apgr: expect.closeTo(0.67, 12),
      cpt50: expect.closeTo(17.5, 12),
      cpt80: expect.closeTo(80, 12),
      notes: [],
    });
    expect(callPerformanceThreshold(recoveryCurve(rows), 0.8)).toBeCloseTo(0.5, 12);
  });

  it('marks stay as they are', () => {
    // Ten prompts: an edge between each two of them (ranks 0.9, 1.8 … 8.1). Gains from the highest win rate: 2, 1, 1 and
    // then 0; the weak model's mean mark is 5, the strong one's 5.4. Points: 0 → 5, 10 → 5.2, 20 → 5.3, 30 … 100 → 5.4.
    // Area: 0.1 × (5.1 + 5.25 + 5.35) + 0.7 × 5.4 = 5.35; APGR: 0.35 / 0.4. CPT(50 %): 5.2 at 10. CPT(80 %): 5.32 at 22.
    const gains = [0, 0, 0, 0, 0, 0, 0, 1, 1, 2];
    const rows = rowsOf(gains.map((gain, rank) => [rank / 32, 5 + gain, 5]));
    expect(routellmGrid(rows, 'grade')).toEqual({
      apgr: expect.closeTo(0.875, 12),
      cpt50: expect.closeTo(10, 9),
      cpt80: expect.closeTo(22, 9),
      notes: [],
    });
  });

  it('where a rank is whole, the last bit says whether its own prompt reaches the edge', () => {
    // Eleven prompts: in binary, 0.3 × 10 and 0.6 × 10 come out just above 3 and 6, so prompts 3 and 6 fall short of
    // those edges. Only prompt 3 gains: the score is 0 up to a share of 7/11 and 1 from 9/11. Area: (1 + 2) / 11.
    expect(routellmGrid(gainsAt(11, [3]), 'accuracy').apgr).toBeCloseTo(3 / 11, 12);
  });
});

describe('a score that falls between thresholds', () => {
  it('makes CPT the first crossing, and says so', () => {
    // Ten prompts, gains from the highest win rate: 1, −1, 1, 1, then 0; weak 10 %, strong 30 %. Points:
    //   0 → 10, 10 → 20, 20 → 10, 30 → 20, 40 … 100 → 30
    // CPT(50 %): 20 is first reached at 10. CPT(80 %): 26 at 30 + 10 × 0.6.
    // Area: 0.1 × (15 + 15 + 15 + 25) + 0.6 × 30 = 25; APGR: 15 / 20.
    const gains = [0, 0, 0, 0, 0, 0, 1, 1, -1, 1];
    const rows = rowsOf(gains.map((gain, rank) => [rank / 32, Math.max(gain, 0), Math.max(-gain, 0)]));
    expect(routellmGrid(rows, 'accuracy')).toEqual({
      apgr: expect.closeTo(0.75, 12),
      cpt50: expect.closeTo(10, 12),
      cpt80: expect.closeTo(36, 12),
      notes: ['the score falls between two thresholds, so CPT is where it is first reached'],
    });
  });
});

describe('equal win rates', () => {
  it('tie thresholds, which are merged, and the note counts them', () => {
    // Ten prompts at 0.25 with 2 gains, ten at 0.75 with 6. Five edges are 0.25, one is 0.5 (half-way between the two
    // prompts in the middle), five are 0.75. Points: 0 → 0, 50 → 30, 100 → 40.
    // Area: 0.5 × 15 + 0.5 × 35 = 25; APGR: 25 / 40. CPT(50 %): 20 at 33 ⅓. CPT(80 %): 32 at 60.
    const rows = rowsOf([
      ...Array.from({ length: 10 }, (_, rank) => [0.25, rank < 2 ? 1 : 0, 0] as const),
      ...Array.from({ length: 10 }, (_, rank) => [0.75, rank < 6 ? 1 : 0, 0] as const),
    ]);
    expect(routellmGrid(rows, 'accuracy')).toEqual({
      apgr: expect.closeTo(0.625, 12),
      cpt50: expect.closeTo(100 / 3, 12),
      cpt80: expect.closeTo(60, 12),
      notes: ['8 of 11 thresholds are tied with another and merged'],
    });
  });

  it('everywhere leave nothing but none and all', () => {
    const rows = rowsOf([0, 1, 1].map((score) => [0.5, score, 0]));
    expect(routellmGrid(rows, 'accuracy')).toEqual({
      apgr: expect.closeTo(0.5, 12),
      cpt50: expect.closeTo(50, 9),
      cpt80: expect.closeTo(80, 9),
      notes: [expect.stringContaining('one win rate')],
    });
  });
});

describe('on any rows', () => {
  const row = fc.tuple(
    fc.integer({ min: 0, max: 999 }).map((thousandths) => thousandths / 1000),
    fc.integer({ min: 0, max: 1 }),
    fc.integer({ min: 0, max: 1 }),
  );
  const rows = fc
    .array(row, { minLength: 1, maxLength: 80 })
    .map(rowsOf)
    .filter((candidates) => pairScores(candidates).strong > pairScores(candidates).weak);

  it('no figure is ever NaN, and shares lie between none and all', () => {
    fc.assert(
      fc.property(rows, (routed) => {
        const { apgr, cpt50, cpt80 } = routellmGrid(routed, 'accuracy');
        expect(Number.isFinite(apgr)).toBe(true);
        for (const share of [cpt50, cpt80]) {
          expect(share).toBeGreaterThanOrEqual(0);
          expect(share).toBeLessThanOrEqual(100);
        }
      }),
    );
  });

  it('ten prompts with distinct win rates give the exact APGR: every one has its threshold', () => {
    const ten = fc
      .uniqueArray(row, { minLength: 10, maxLength: 10, selector: ([winRate]) => winRate })
      .map(rowsOf)
      .filter((candidates) => pairScores(candidates).strong > pairScores(candidates).weak);
    fc.assert(
      fc.property(ten, (routed) => {
        const exact = averageGapRecovered(recoveryCurve(routed));
        expect(routellmGrid(routed, 'accuracy').apgr).toBeCloseTo(exact, 9);
      }),
    );
  });
});

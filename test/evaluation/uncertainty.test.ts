import { describe, expect, it } from 'vitest';
import { averageGapRecovered, type RoutedRow, recoveryCurve } from '../../src/evaluation/metrics';
import { bootstrapInterval, pairedInterval, randomRouterInterval } from '../../src/evaluation/uncertainty';

/** Every third prompt gains; the router ranks some of them well. */
function rowsOf(count: number, winRateOf: (index: number) => number): RoutedRow[] {
  return Array.from({ length: count }, (_, index) => ({
    prompt: `prompt ${index}`,
    winRate: winRateOf(index),
    strongScore: 1,
    weakScore: index % 3 === 0 ? 0 : 1,
  }));
}

const useful = (index: number) => ((index * 7919) % 101) / 200 + (index % 3 === 0 ? 0.2 : 0);

function apgrOf(rows: readonly RoutedRow[]): number {
  return averageGapRecovered(recoveryCurve(rows));
}

describe('the bootstrap interval', () => {
  it('holds the estimate and tightens with the square root of the rows', () => {
    const widths = [300, 2700].map((count) => {
      const rows = rowsOf(count, useful);
      const [low, high] = bootstrapInterval(rows);
      expect(low).toBeLessThan(apgrOf(rows));
      expect(high).toBeGreaterThan(apgrOf(rows));
      return high - low;
    });
    const [few = 0, many = 0] = widths;
    expect(few / many).toBeGreaterThan(2.5);
    expect(few / many).toBeLessThan(3.5);
  });

  it('agrees with the spread that theory gives', () => {
    // With gains of 0 and 1, APGR is p/2 + (1 − p) × AUC for the share p that gains, and the AUC of an uninformed
    // router has the variance of Mann and Whitney's test: (1/gainers + 1/others) / 12.
    const rows = rowsOf(3000, (index) => ((index * 7919) % 3001) / 3001);
    const [low, high] = bootstrapInterval(rows);
    const expected = 2 * 1.96 * (2 / 3) * Math.sqrt((1 / 1000 + 1 / 2000) / 12);
    expect((high - low) / expected).toBeGreaterThan(0.9);
    expect((high - low) / expected).toBeLessThan(1.1);
  });

  it('has no width for a constant router, which no resample can change', () => {
    const [low, high] = bootstrapInterval(rowsOf(50, () => 0.5));
    expect(low).toBeCloseTo(0.5, 12);
    expect(high).toBeCloseTo(0.5, 12);
  });

  it('is the same every time', () => {
    const rows = rowsOf(90, useful);
    expect(bootstrapInterval(rows)).toEqual(bootstrapInterval(rows));
  });

  it('does not exist where no resample has a gap', () => {
    const level = [{ prompt: '', winRate: 0.5, strongScore: 1, weakScore: 1 }];
    expect(() => bootstrapInterval(level)).toThrow(/no gap/);
    expect(() => bootstrapInterval([])).toThrow(/no gap/);
  });
});

describe('the paired interval', () => {
  const gainer = (index: number) => (index % 3 === 0 ? 1 : 0);
  const noise = (index: number) => ((index * 7919) % 101) / 101;

  it('is far narrower than single intervals where two routers agree on most prompts', () => {
    const one = rowsOf(300, useful);
    const other = rowsOf(300, (index) => useful(index) + (index % 50 === 0 ? 0.05 : 0));
    const [low, high] = pairedInterval(other, one);
    const [lowAlone, highAlone] = bootstrapInterval(one);
    expect(high - low).toBeLessThan((highAlone - lowAlone) / 3);
    expect(low).toBeLessThanOrEqual(apgrOf(other) - apgrOf(one));
    expect(high).toBeGreaterThanOrEqual(apgrOf(other) - apgrOf(one));
  });

  it('turns its sign with the order', () => {
    const better = rowsOf(120, useful);
    const worse = rowsOf(120, noise);
    const [low, high] = pairedInterval(better, worse);
    expect(pairedInterval(worse, better)).toEqual([expect.closeTo(-high, 12), expect.closeTo(-low, 12)]);
  });

  it('excludes zero for a router that knows, and holds it for one that guesses', () => {
    const random = rowsOf(300, () => 0);
    expect(pairedInterval(rowsOf(300, gainer), random)[0]).toBeGreaterThan(0.2);
    const [low, high] = pairedInterval(rowsOf(300, noise), random);
    expect(low).toBeLessThan(0);
    expect(high).toBeGreaterThan(0);
  });

  it('against one half everywhere is the interval itself, moved by one half', () => {
    const rows = rowsOf(90, useful);
    const [low, high] = bootstrapInterval(rows);
    const paired = pairedInterval(
      rows,
      rowsOf(90, () => 0.3),
    );
    expect(paired).toEqual([expect.closeTo(low - 0.5, 9), expect.closeTo(high - 0.5, 9)]);
  });

  it('of a router with itself is exactly zero', () => {
    const rows = rowsOf(90, useful);
    expect(pairedInterval(rows, rows)).toEqual([0, 0]);
  });

  it('needs the same rows', () => {
    expect(() => pairedInterval(rowsOf(9, useful), rowsOf(8, useful))).toThrow(/same rows/);
  });
});

describe('the interval of random routers', () => {
  it('lies around one half and tightens with more rows', () => {
    const [low, high] = randomRouterInterval(rowsOf(72, useful));
    const [lowOfMany, highOfMany] = randomRouterInterval(rowsOf(1000, useful));
    expect((low + high) / 2).toBeCloseTo(0.5, 1);
    expect((lowOfMany + highOfMany) / 2).toBeCloseTo(0.5, 2);
    expect(highOfMany - lowOfMany).toBeLessThan((high - low) / 2);
  });

  it('does not exist without a gap', () => {
    const level = [{ prompt: '', strongScore: 1, weakScore: 1 }];
    expect(() => randomRouterInterval(level)).toThrow(/no gap/);
  });
});

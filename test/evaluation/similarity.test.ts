import { describe, expect, it } from 'vitest';
import { correlation, datasetSimilarity, highestCosines } from '../../src/evaluation/similarity';

const degrees = (angle: number) =>
  Float32Array.of(Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180));

describe('the highest cosine', () => {
  it('is that of the nearest reference', () => {
    const cosines = highestCosines([degrees(0), degrees(90)], [degrees(60), degrees(180), degrees(30)]);
    expect(cosines[0]).toBeCloseTo(Math.sqrt(3) / 2, 6);
    expect(cosines[1]).toBeCloseTo(Math.sqrt(3) / 2, 6);
    expect(datasetSimilarity(cosines)).toBeCloseTo(Math.sqrt(3) / 2, 6);
  });

  it('is found among more references than fit one block, in vectors of any length', () => {
    const unit = (at: number) => Float32Array.from({ length: 203 }, (_, i) => (i === at ? 1 : 0));
    const references = Array.from({ length: 203 }, (_, at) => unit(at));
    expect([...highestCosines([unit(202), unit(0)], references)]).toEqual([1, 1]);
    expect([...highestCosines([unit(202)], references.slice(0, 200))]).toEqual([0]);
  });

  it('is −1 without references', () => {
    expect([...highestCosines([degrees(0)], [])]).toEqual([-1]);
  });
});

describe('the correlation', () => {
  it('is 1 or −1 on a line and as worked out by hand off it', () => {
    expect(correlation([0, 1, 5].map((x) => [x, 2 * x + 1] as const))).toBeCloseTo(1, 12);
    expect(correlation([0, 1, 5].map((x) => [x, -x] as const))).toBeCloseTo(-1, 12);
    // Deviations (−1, 0, 1) and (−1, 1, 0): 1 ÷ √(2 × 2).
    expect(
      correlation([
        [1, 1],
        [2, 3],
        [3, 2],
      ]),
    ).toBeCloseTo(0.5, 12);
  });

  it('is unknown for two points or a side that stands still', () => {
    expect(
      correlation([
        [0, 0],
        [1, 1],
      ]),
    ).toBeUndefined();
    expect(correlation([0, 1, 2].map((x) => [x, 3] as const))).toBeUndefined();
  });
});

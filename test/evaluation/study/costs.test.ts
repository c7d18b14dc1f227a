import { expect, it } from 'vitest';
import { costSavingRatio, paperPrices } from '../../../src/evaluation/study/costs';
import { machineHourPrice, overheadOf } from '../../../src/evaluation/study/overhead';

it('counts calls to the strong model alone as the paper does', () => {
  const callsAlone = { strong: 1, weak: 0 };
  expect(costSavingRatio(0.4903, 0.134, callsAlone)).toBeCloseTo(3.66, 2);
  expect(costSavingRatio(0.7808, 0.3131, callsAlone)).toBeCloseTo(2.49, 2);
});

it('counts both models at their prices', () => {
  // (0.5 × 24.7 + 0.5 × 0.24) ÷ (0.25 × 24.7 + 0.75 × 0.24)
  expect(costSavingRatio(0.5, 0.25, paperPrices)).toBeCloseTo(12.47 / 6.355, 10);
  expect(costSavingRatio(0.5, 0, paperPrices)).toBeCloseTo(12.47 / 0.24, 10);
});

it('takes the overhead from requests and seconds', () => {
  expect(overheadOf(1000, 10)).toEqual({
    requestsPerSecond: 100,
    costPerMillion: expect.closeTo((10_000 / 3600) * machineHourPrice, 10),
  });
});

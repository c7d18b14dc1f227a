import { describe, expect, it } from 'vitest';
import { measureSlider } from '../../../src/evaluation/slider/accuracy';
import { calibrate } from '../../../src/routing/slider/calibration';

/** Win rates at even steps of a range. */
const evenly = (count: number, low: number, high: number) =>
  Array.from({ length: count }, (_, rank) => low + ((high - low) * (rank + 0.5)) / count);

describe('the slider’s accuracy', () => {
  it('is as good as the sample before anything is learnt', () => {
    const { untouched } = measureSlider(calibrate(evenly(1000, 0.2, 0.6)), evenly(201, 0.2, 0.6));
    expect(untouched).toBeLessThan(0.2);
  });

  it('is off by what the user differs: all to strong at 20, 40, 50, 60 and 80 % is off by 50', () => {
    const accuracy = measureSlider(calibrate(evenly(1000, 0.1, 0.2)), evenly(450, 0.6, 0.8));
    expect(accuracy.untouched).toBeCloseTo(50, 9);
    expect(accuracy.first20).toBeLessThan(30);
    expect(accuracy.first200).toBeLessThan(8);
    expect(accuracy.after200).toBeLessThan(4);
  });

  it('cannot be had from a router that gives one win rate', () => {
    const { after200 } = measureSlider(
      calibrate(evenly(1000, 0.1, 0.9)),
      Array.from({ length: 220 }, () => 0.5),
    );
    expect(after200).toBeCloseTo(50, 9);
  });

  it('is the same on every run', () => {
    const [bundled, winRates] = [calibrate(evenly(100, 0.1, 0.5)), evenly(201, 0.2, 0.9)];
    expect(measureSlider(bundled, winRates)).toEqual(measureSlider(bundled, winRates));
  });

  it('is not measured on too few prompts', () => {
    expect(() => measureSlider(calibrate([0.1, 0.2]), evenly(200, 0, 0.5))).toThrow(
      '200 prompts are too few',
    );
  });
});

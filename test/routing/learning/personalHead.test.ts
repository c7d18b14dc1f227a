import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  designOf,
  fitForm,
  fitHead,
  headSettings,
  likenessToSignals,
  ownSlope,
} from '../../../src/routing/learning/personalHead';
import { finish } from '../../../src/routing/learning/posterior';
import { anyBetween } from '../../anyBetween';
import { along, kept, observe, partialTo } from './observations';

const headOf = (observations: Parameters<typeof designOf>[0]) =>
  finish(fitHead(designOf(observations, headSettings)));
const estimate = (winRate: number, unknownShare = 0) => ({ winRate, unknownShare });

describe('the personal head', () => {
  const head = headOf(partialTo(60));

  test('raises prompts like those whose strong answers were kept, and lowers the others', () => {
    expect(head.personalise(estimate(0.5), along(0)).winRate).toBeGreaterThan(0.5);
    expect(head.personalise(estimate(0.5), along(4)).winRate).toBeLessThan(0.5);
    expect(head.personalise(estimate(0.5), along(0)).personal).toBe(true);
  });

  test('leaves a prompt like none of the signals exactly as it is', () => {
    const unlike = estimate(0.7);
    expect(head.personalise(unlike, along(2))).toBe(unlike);
  });

  test('leaves a prompt that the encoder cannot read as it is', () => {
    const unreadable = estimate(0.7, 0.5);
    expect(head.personalise(unreadable, along(0))).toBe(unreadable);
  });

  test('gives win rates in [0, 1) that rise with the frozen ones', () => {
    fc.assert(
      fc.property(
        anyBetween(0, 0.999),
        anyBetween(0, 0.999),
        fc.integer({ min: 0, max: 7 }),
        anyBetween(0, 1.5),
        (one, other, axis, tilt) => {
          const [low, high] = one < other ? [one, other] : [other, one];
          const embedding = along(axis, tilt);
          const below = head.personalise(estimate(low), embedding).winRate;
          const above = head.personalise(estimate(high), embedding).winRate;
          expect(below).toBeGreaterThanOrEqual(0);
          expect(above).toBeLessThan(1);
          if (high - low > 1e-6 && low > 1e-5) expect(above).toBeGreaterThan(below);
        },
      ),
    );
  });

  test('keeps mean and spread of the frozen log-odds over its own prompts', () => {
    const observations = partialTo(60);
    const logOdds = (winRate: number) => Math.log(winRate / (1 - winRate));
    const learnt = headOf(observations);
    const before = observations.map(({ winRate }) => logOdds(winRate));
    const after = observations.map(({ winRate, embedding }) =>
      logOdds(learnt.personalise(estimate(winRate), embedding).winRate),
    );
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const spread = (values: number[]) => Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)));
    expect(mean(after)).toBeCloseTo(mean(before), 6);
    expect(spread(after)).toBeCloseTo(spread(before), 6);
  });

  test('keeps the order of a frozen router that its person contradicts everywhere', () => {
    const contrary = Array.from({ length: 60 }, (_, i) =>
      observe(along(0, i / 60), 0.3 + i / 150, kept(i < 30 ? 'strong' : 'weak')),
    );
    const { personalise } = headOf(contrary);
    expect(personalise(estimate(0.6), along(0)).winRate).toBeGreaterThan(
      personalise(estimate(0.4), along(0)).winRate,
    );
  });

  test('a bad answer of the weak model alone says less of need than a kept one of the strong model', () => {
    const verdicts = Array.from({ length: 40 }, (_, i) =>
      observe(along(i % 2 === 0 ? 0 : 4, (i % 7) / 20), 0.5 + 0.01 * (i % 3), {
        kind: 'verdict',
        side: 'weak',
        helpful: i % 2 === 1,
      }),
    );
    const design = designOf(verdicts, headSettings);
    const compared = designOf(
      verdicts.map((one, i) => ({
        ...one,
        evidence: observe(one.embedding, 0.5, kept(i % 2 === 0 ? 'strong' : 'weak')).evidence,
      })),
      headSettings,
    );
    const apart = (of: typeof design) => {
      const { pull } = finish(fitForm(of, true, ownSlope));
      return pull.reduce((sum, value, i) => sum + (i % 2 === 0 ? value : -value), 0);
    };
    expect(apart(design)).toBeGreaterThan(0);
    expect(apart(design)).toBeLessThan(apart(compared) / 2);
  });
});

describe('likeness to the signals', () => {
  test('is 0 up to a mean cosine of 0.2 of the five nearest, 1 from 0.5, and even between', () => {
    const at = (...cosines: number[]) =>
      likenessToSignals(
        cosines,
        cosines.map((_, i) => ({ prompt: `prompt ${i}` })),
      );
    expect(at(0.2)).toBe(0);
    expect(at(0.35)).toBeCloseTo(0.5, 6);
    expect(at(0.5)).toBeCloseTo(1, 6);
    expect(at(0.35, 0.35, 0.35, 0.35, 0.35, -1, -1)).toBeCloseTo(0.5, 6);
    expect(at()).toBe(0);
  });
});

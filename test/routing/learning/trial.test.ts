import { describe, expect, test } from 'vitest';
import { designOf, headSettings, type Observation } from '../../../src/routing/learning/personalHead';
import { finish } from '../../../src/routing/learning/posterior';
import { leastSignals, tryHead } from '../../../src/routing/learning/trial';
import { along, kept, observe, partialTo } from './observations';

const trialOf = (observations: readonly Observation[]) =>
  finish(tryHead(designOf(observations, headSettings)));

describe('the trial of a personal head', () => {
  test('is not held with too few signals', () => {
    expect(trialOf(partialTo(leastSignals - 1)).passed).toBe(false);
  });

  test('is passed where prompts differ in whom the person wants', () => {
    const trial = trialOf(partialTo(80));
    expect(trial).toMatchObject({ signals: 80, passed: true });
    expect(trial.gain).toBeGreaterThan(0.1);
  });

  test('is not passed by a person who keeps the strong answer everywhere: the level tells as much', () => {
    const fond = Array.from({ length: 80 }, (_, i) =>
      observe(along(i % 8, (i % 5) / 10), 0.5 + 0.01 * (i % 4), kept('strong')),
    );
    expect(trialOf(fond).passed).toBe(false);
  });

  test('is not passed where ease alone explains the verdicts', () => {
    const verdicts = Array.from({ length: 80 }, (_, i) =>
      observe(along(i % 2 === 0 ? 0 : 4, (i % 5) / 10), 0.5, {
        kind: 'verdict',
        side: i % 4 < 2 ? 'strong' : 'weak',
        helpful: i % 2 === 0,
      }),
    );
    expect(trialOf(verdicts).passed).toBe(false);
  });

  test('holds all signals of a prompt back together: what is known of a prompt by heart proves nothing', () => {
    // Forty prompts, each unlike all others and kept four times alike: only a leak between folds could foretell them.
    const axes = Array.from({ length: 40 }, (_, i) => {
      const values = new Float32Array(40);
      values[i] = 1;
      return values;
    });
    const byHeart = axes.flatMap((embedding, i) =>
      Array.from({ length: 4 }, () => ({
        ...observe(embedding, 0.5, kept(((i * 7) % 11) % 2 === 0 ? 'strong' : 'weak')),
        prompt: `axis ${i}`,
      })),
    );
    expect(trialOf(byHeart).passed).toBe(false);
    expect(trialOf(byHeart.map((one, i) => ({ ...one, prompt: `signal ${i}` }))).passed).toBe(true);
  });
});

import { describe, expect, test } from 'vitest';
import { type Noise, showSignal, type UserRow } from '../../../src/evaluation/learning/simulatedUser';
import { simulateLearning } from '../../../src/evaluation/learning/simulation';
import { randomNumbers } from '../../../src/evaluation/randomNumbers';
import { along } from '../../routing/learning/observations';

/** Prompts of two kinds: only the strong model is right on the first, only the weak one on the second. The frozen router cannot tell. */
const rows: UserRow[] = Array.from({ length: 240 }, (_, i) => {
  const needy = i % 5 < 3;
  return {
    prompt: `prompt ${i}`,
    source: i % 3 === 0 ? 'one' : 'other',
    embedding: along(needy ? 0 : 4, (i % 11) / 30),
    winRate: 0.5 + 0.001 * ((i * 37) % 101),
    strongScore: needy ? 1 : 0,
    weakScore: needy ? 0 : 1,
  };
});

const simulate = (noise: Noise, signals: readonly number[]) =>
  simulateLearning({ rows, signals, noises: [noise], users: 3 });

describe('simulated learning', () => {
  test('without signals gains nothing at all', () => {
    const { frozen, measured, points } = simulate(0, [0]);
    expect(measured).toBe(240);
    expect(frozen).toBeGreaterThan(0);
    expect(frozen).toBeLessThan(1);
    expect(points).toEqual([
      {
        noise: 0,
        signals: 0,
        gain: { mean: 0, within: 0 },
        gainWithin: { mean: 0, within: 0 },
        gainUntried: { mean: 0, within: 0 },
        worst: 0,
        tookOver: 0,
      },
    ]);
  });

  test('finds which kind needs the strong model, and measures on rows without signals', () => {
    const { measured, points } = simulate(0, [25, 120]);
    expect(measured).toBe(120);
    expect(points.map(({ tookOver }) => tookOver)).toEqual([0, 1]);
    // All prompts of the first kind before all of the second recover 1.7 of the gap, coin flips half of it.
    expect(points[1]?.worst).toBeGreaterThan(0.8);
  });

  test('takes nothing from signals without meaning', () => {
    expect(simulate('random', [120]).points).toMatchObject([{ tookOver: 0, worst: 0, gain: { mean: 0 } }]);
  });
});

describe('a simulated user', () => {
  const needy: UserRow = { ...rows[0], winRate: 0.4 } as UserRow;
  const many = (row: UserRow, noise: Noise) => {
    const random = randomNumbers(7);
    return Array.from({ length: 200 }, () => showSignal(row, 0.5, noise, random).evidence);
  };

  test('praises a good answer, and of a bad one says so or keeps the other model’s', () => {
    expect(many({ ...needy, weakScore: 1 }, 0)).toEqual(
      Array(200).fill({ ease: 1, need: -0.5, channel: 'weak', positive: true, weight: 1 }),
    );
    const shown = many(needy, 0);
    const compared = shown.filter(({ channel }) => channel === 'comparison');
    expect(compared.length).toBeGreaterThan(70);
    expect(compared.length).toBeLessThan(130);
    expect(compared.every(({ positive }) => positive)).toBe(true);
    expect(shown.filter(({ channel }) => channel === 'weak').some(({ positive }) => positive)).toBe(false);
  });

  test('means the opposite as often as it is told to', () => {
    const turned = many({ ...needy, weakScore: 1 }, 0.2).filter(({ positive }) => !positive).length;
    expect(turned).toBeGreaterThan(20);
    expect(turned).toBeLessThan(60);
  });
});

import { describe, expect, it } from 'vitest';
import { measureBalance } from '../../../src/evaluation/study/balance';
import { measureSteadiness } from '../../../src/evaluation/study/robustness';
import type { Scorer } from '../../../src/evaluation/study/scorer';

const byFirstLetter: Scorer = {
  name: 'first letter',
  score: async ({ prompt }) => (/^\p{Lu}/u.test(prompt) ? 0.75 : 0.25),
};

const decider = { router: 'first letter', scorer: byFirstLetter, threshold: 0.5 };
const always = { router: 'always', scorer: byFirstLetter, threshold: 0 };

const ignore = () => undefined;

describe('steadiness', () => {
  it('counts the decisions that stay under each disturbance, by set', async () => {
    const sets = [
      { title: 'upper', prompts: ['One.', 'Two.', 'Three.'] },
      { title: 'lower', prompts: ['four.'] },
    ];
    const measured = await measureSteadiness([decider, always], sets, 10, ignore);
    // Five disturbances of three prompts, and of one.
    const sizes = [...Array(5).fill(3), ...Array(5).fill(1)];
    expect(measured.get('always')?.map(({ same }) => same)).toEqual(sizes);
    const counts = measured.get('first letter') ?? [];
    const sameOf = (disturbance: string, set: string) =>
      counts.find((count) => count.disturbance === disturbance && count.set === set)?.same;
    expect(counts.map(({ n }) => n)).toEqual(sizes);
    // A letter is no longer the first sign after white space or a fence.
    expect(sameOf('added white space', 'upper')).toBe(0);
    expect(sameOf('added white space', 'lower')).toBe(1);
    expect(sameOf('polite opening', 'upper')).toBe(3);
    expect(sameOf('polite opening', 'lower')).toBe(0);
    expect(sameOf('case of the first letter', 'upper')).toBe(0);
    expect(sameOf('case of the first letter', 'lower')).toBe(0);
    expect(sameOf('code fence around it', 'upper')).toBe(0);
  });

  it('takes a sample of a large set, the same every time', async () => {
    const prompts = Array.from({ length: 40 }, (_, index) => `${index % 3 ? 'a' : 'B'} prompt ${index}`);
    const measure = () => measureSteadiness([decider], [{ title: 'set', prompts }], 15, ignore);
    const measured = await measure();
    expect(measured.get('first letter')?.map(({ n }) => n)).toEqual(Array(5).fill(15));
    expect(await measure()).toEqual(measured);
  });
});

describe('balance', () => {
  const languagePairs = [
    { english: 'Why?', japanese: 'なぜ？' },
    { english: 'how?', japanese: 'どうやって？' },
    { english: 'List VMs.', japanese: 'VMを列挙して。' },
    { english: 'Go on.', japanese: '続けて。' },
  ];

  it('is the share of strong decisions by kind, and agreement between languages', async () => {
    const prompts = {
      chat: ['One', 'two', 'three', 'four'],
      coding: ['Five'],
      languagePairs,
      byLanguage: { de: ['Ja', 'nein'] },
    };
    expect(await measureBalance(byFirstLetter, 0.5, prompts, undefined)).toEqual({
      chat: 0.25,
      coding: 1,
      japanese: 0.25,
      agreement: 0.5,
      byLanguage: { de: 0.5 },
      n: { chat: 4, coding: 1, languagePairs: 4 },
    });
  });

  it('is unknown without prompts', async () => {
    const none = { chat: [], coding: [], languagePairs: [], byLanguage: {} };
    expect(await measureBalance(byFirstLetter, 0.5, none, 10)).toMatchObject({
      chat: undefined,
      agreement: undefined,
    });
  });
});

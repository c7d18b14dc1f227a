import { sampleRows } from '../sample';
import type { Scorer } from './scorer';

/** A prompt in English and the same in Japanese. */
export interface LanguagePair {
  readonly english: string;
  readonly japanese: string;
}

/** What people ask, by kind; none of it was used for calibration. */
export interface EverydayPrompts {
  readonly chat: readonly string[];
  readonly coding: readonly string[];
  readonly languagePairs: readonly LanguagePair[];
  /** Half of them easy and half hard, by the language's code; none of them was trained on. */
  readonly byLanguage: Readonly<Record<string, readonly string[]>>;
}

/** The shares of prompts that go to the strong model at one threshold; undefined where there are no prompts. */
export interface Balance {
  readonly chat: number | undefined;
  readonly coding: number | undefined;
  readonly japanese: number | undefined;
  /** The share of language pairs that are decided alike in both languages. */
  readonly agreement: number | undefined;
  /** Of the half easy, half hard prompts, by the language's code. */
  readonly byLanguage: Readonly<Record<string, number | undefined>>;
  /** Prompts asked of each kind. */
  readonly n: { readonly chat: number; readonly coding: number; readonly languagePairs: number };
}

/** @param limit prompts of each kind, seeded; undefined for all */
export async function measureBalance(
  scorer: Scorer,
  threshold: number,
  prompts: EverydayPrompts,
  limit: number | undefined,
): Promise<Balance> {
  const take = <T>(items: readonly T[]) => sampleRows(items, limit ?? items.length);
  const decide = async (texts: readonly string[]): Promise<boolean[]> => {
    const decisions: boolean[] = [];
    for (const prompt of texts) decisions.push((await scorer.score({ prompt })) >= threshold);
    return decisions;
  };
  const pairs = take(prompts.languagePairs);
  const chat = await decide(take(prompts.chat));
  const coding = await decide(take(prompts.coding));
  const english = await decide(pairs.map((pair) => pair.english));
  const japanese = await decide(pairs.map((pair) => pair.japanese));
  const alike = japanese.map((isStrong, index) => isStrong === english[index]);
  const byLanguage: Record<string, number | undefined> = {};
  for (const [language, asked] of Object.entries(prompts.byLanguage)) {
    byLanguage[language] = shareOf(await decide(take(asked)));
  }
  return {
    chat: shareOf(chat),
    coding: shareOf(coding),
    japanese: shareOf(japanese),
    agreement: shareOf(alike),
    byLanguage,
    n: { chat: chat.length, coding: coding.length, languagePairs: pairs.length },
  };
}

function shareOf(marks: readonly boolean[]): number | undefined {
  return marks.length === 0 ? undefined : marks.filter(Boolean).length / marks.length;
}

import type { Interval } from '../uncertainty';
import { noFigure } from './page';

export function wordFigure(value: number | undefined, digits: number): string {
  if (value === undefined) return noFigure;
  // No "−0.000".
  const text = value.toFixed(digits);
  return Number(text) === 0 ? text.replace('-', '') : text.replace('-', '−');
}

export function wordInterval(interval: Interval | undefined, digits = 3): string {
  return interval === undefined
    ? noFigure
    : `${wordFigure(interval[0], digits)} to ${wordFigure(interval[1], digits)}`;
}

/** @param share in [0, 1] */
export function wordShare(share: number | undefined, digits = 1): string {
  return share === undefined ? noFigure : `${(100 * share).toFixed(digits)} %`;
}

export function wordCount(count: number): string {
  return count.toLocaleString('en-US');
}

/** A table's heading for figures on so many prompts. */
export function titleWithCount(title: string, count: number): string {
  return `${title} (n = ${wordCount(count)})`;
}

export function wordMet(isMet: boolean): string {
  return isMet ? 'met' : '**not met**';
}

/** "a", "a and b", "a, b and c". */
export function wordList(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

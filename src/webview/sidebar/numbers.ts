/** In the way of the editor's language. */
export function formatCount(count: number): string {
  return count.toLocaleString(language());
}

/** A win rate or a threshold, in [0, 1]. */
export function formatRate(rate: number): string {
  return rate.toLocaleString(language(), { minimumFractionDigits: 3, maximumFractionDigits: 3 });
}

function language(): string | undefined {
  return document.documentElement.lang || undefined;
}

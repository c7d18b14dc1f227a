import { estimateTokens } from '../../routing/ledger/pricing';

const charactersPerToken = 4;
/** Room for the line that says how much is missing. */
const noticeCharacters = 40;

/**
 * Cuts a text to a budget by leaving out whole lines in its middle, and says there how many. Where not even one
 * line fits, characters are left out instead.
 *
 * @param headShare how much of the budget the beginning gets, in [0, 1]; the end gets the rest
 * @returns the text itself where it fits, and '' where the budget holds nothing
 */
export function cutLines(text: string, tokens: number, headShare = 0.5): string {
  if (estimateTokens(text.length) <= tokens) return text;
  const budget = tokens * charactersPerToken - noticeCharacters;
  if (budget <= 0) return '';

  const lines = text.split('\n');
  const head = countFitting(lines, budget * headShare);
  const tail = countFitting(lines.slice(head).reverse(), budget * (1 - headShare));
  if (head + tail === 0) return cutCharacters(text, Math.floor(budget * headShare), budget);
  const end = lines.length - tail;
  return [...lines.slice(0, head), `… ${end - head} lines left out …`, ...lines.slice(end)].join('\n');
}

/** How many of the first lines fit, their line breaks counted. */
function countFitting(lines: readonly string[], characters: number): number {
  let left = characters;
  const misfit = lines.findIndex((line) => {
    left -= line.length + 1;
    return left < 0;
  });
  return misfit === -1 ? lines.length : misfit;
}

function cutCharacters(text: string, head: number, budget: number): string {
  const end = text.length - (budget - head);
  const kept = [text.slice(0, head), `… ${end - head} characters left out …`, text.slice(end)];
  return kept
    .filter((part) => part !== '')
    .join('\n')
    .toWellFormed();
}

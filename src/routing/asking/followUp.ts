import { followUpPhrases, followUpWords, sayings } from './followUpWords';

/** Longer than this, in characters, a text has something of its own to say. */
const longest = 60;

/**
 * Whether an ask says nothing of a task: it only lets the conversation go on, back or again ("commit it", "yes", "try
 * again"). How hard it is can only be told from what came before.
 *
 * @param ask the human's ask alone, not the conversation
 */
export function isFollowUp(ask: string): boolean {
  if (ask.length > 4 * longest) return false;
  const text = ask.normalize('NFKC').toLowerCase().replace(/[’`]/g, "'").trim();
  if (text.length > longest || text.includes('?')) return false;
  if (isNod(text)) return true;
  return saysNothing(text.replace(/[\p{P}\p{S}]+/gu, (mark) => (mark === "'" ? mark : ' ')).trim());
}

/** A thumb up and the like, or the number of a choice. */
function isNod(typed: string): boolean {
  const text = typed.replace(/[\s.!]+$/, '');
  return (
    /^(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\u{fe0f}|\s)+$/u.test(text) || /^\d{1,2}\)?$/.test(text)
  );
}

function saysNothing(text: string): boolean {
  if (text === '') return false;
  if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text))
    return isMadeOf(text, followUpPhrases);
  const words = text.split(/\s+/);
  if (sayings.has(words.join(' '))) return true;
  return (
    words.every((word) => Object.hasOwn(followUpWords, word) || /^\d$/.test(word)) &&
    words.some((word) => followUpWords[word] === 'says')
  );
}

/** Whether a text without spaces between its words is nothing but these phrases in a row; the list holds longer ones first. */
function isMadeOf(text: string, phrases: readonly string[]): boolean {
  let rest = text.replace(/\s+/g, '');
  while (rest !== '') {
    const next = phrases.find((phrase) => rest.startsWith(phrase));
    if (next === undefined) return false;
    rest = rest.slice(next.length);
  }
  return true;
}

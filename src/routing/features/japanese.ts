import glossary from './japaneseGlossary.json';

/**
 * Japanese glossed into English words, because the encoder reads only English: most kanji are unknown to it. The longest
 * word of the glossary wins at each place; particles and inflections, which are kana, go; katakana that the glossary does
 * not hold is written in Latin letters; kanji that it does not hold stay as they are, so that the encoder's share of
 * unknown word pieces tells of them. The order of words stays. Twin: training/japanese.py.
 */
const letter = '\\u3005\\u3006\\u3041-\\u3096\\u309d\\u309e\\u30a1-\\u30fa\\u30fc-\\u30fe\\u3400-\\u9fff';
const marks: ReadonlyMap<string, string> = new Map([
  ['。', '.'],
  ['、', ','],
  ['・', ' '],
  ...[...'「」『』【】〈〉《》'].map((quote) => [quote, '"'] as const),
]);
const japanese = new RegExp(`[${letter}]`);
const runs = new RegExp(`[${letter}${[...marks.keys()].join('')}]+`, 'g');
const katakana = /[\u30a1-\u30fa\u30fc]+/y;
const isKatakana = /[\u30a1-\u30fa\u30fc]/;
const kana = /[\u3041-\u30fe]/;
const stops = new Set([',', '.', '?']);
const spacesBeforeStops = / +([.,?!])/g;

/** Characters of the shortest loan word that is believed inside a longer run of katakana. */
const shortestWithinKatakana = 3;
const longestSyllable = 2;

/** What a place in a run means, and how many characters it takes up. */
interface Gloss {
  readonly english: string;
  readonly length: number;
}

interface Glossary {
  readonly words: ReadonlyMap<string, string>;
  readonly syllables: ReadonlyMap<string, string>;
  /** First character → the length of the longest Japanese word that begins with it. */
  readonly longestFrom: ReadonlyMap<string, number>;
}

let opened: Glossary | undefined;

/** Opened with the first Japanese, which most people never write: it would be a good part of the start. */
function openGlossary(): Glossary {
  if (opened !== undefined) return opened;
  const longestFrom = new Map<string, number>();
  for (const word of Object.keys(glossary.words)) {
    const first = word.charAt(0);
    longestFrom.set(first, Math.max(word.length, longestFrom.get(first) ?? 0));
  }
  opened = {
    words: new Map(Object.entries(glossary.words)),
    syllables: new Map(Object.entries(glossary.syllables)),
    longestFrom,
  };
  return opened;
}

/** @returns the text with every run of Japanese in English words; a text without Japanese as it is */
export function glossJapanese(text: string): string {
  if (!japanese.test(text)) return text;
  const glossed = text.replace(runs, (run) => ` ${glossRun(run)} `);
  return glossed.replace(spacesBeforeStops, '$1').replace(/^[ \n,.?!]+/, '');
}

function glossRun(run: string): string {
  const glossed: string[] = [];
  let end = 0;
  for (let at = 0; at < run.length; ) {
    if (at >= end) end = katakanaEnd(run, at);
    const { english, length } = end > at ? glossKatakana(run, at, end) : glossAt(run, at);
    const repeated = stops.has(english) && stops.has(glossed.at(-1) ?? '');
    if (english !== '' && !repeated) glossed.push(english);
    at += length;
  }
  return glossed.join(' ');
}

function glossAt(run: string, at: number): Gloss {
  const char = run.charAt(at);
  const mark = marks.get(char);
  if (mark !== undefined) return { english: char === '。' && run[at - 1] === 'か' ? '?' : mark, length: 1 };
  const word = longestWord(run, at, 1);
  if (word !== undefined) return { english: openGlossary().words.get(word) ?? '', length: word.length };
  return { english: kana.test(char) ? '' : char, length: 1 };
}

/** A loan word from the glossary, or else what comes before the next one, in Latin letters. */
function glossKatakana(run: string, start: number, end: number): Gloss {
  const known = loanWord(run, start, end);
  if (known !== undefined) return { english: openGlossary().words.get(known) ?? '', length: known.length };
  let latin = '';
  let at = start;
  do {
    const syllable = syllableAt(run, at, end);
    latin += openGlossary().syllables.get(syllable) ?? '';
    at += syllable.length;
  } while (at < end && loanWord(run, at, end) === undefined);
  return { english: latin, length: at - start };
}

/** A short word must fill its katakana, lest it is the beginning of another. */
function loanWord(run: string, at: number, end: number): string | undefined {
  const begins = at === 0 || !isKatakana.test(run.charAt(at - 1));
  return longestWord(run, at, begins ? Math.min(end - at, shortestWithinKatakana) : shortestWithinKatakana);
}

/** @returns the longest word of the glossary here, of `shortest` characters at least */
function longestWord(run: string, at: number, shortest: number): string | undefined {
  const { words, longestFrom } = openGlossary();
  const longest = Math.min(longestFrom.get(run.charAt(at)) ?? 0, run.length - at);
  for (let length = longest; length >= shortest; length--) {
    const word = run.slice(at, at + length);
    if (words.has(word)) return word;
  }
  return undefined;
}

function syllableAt(run: string, at: number, end: number): string {
  const longest = run.slice(at, Math.min(at + longestSyllable, end));
  return openGlossary().syllables.has(longest) ? longest : run.charAt(at);
}

/** @returns where the katakana that begins at `at` ends; `at` itself where there is none */
function katakanaEnd(run: string, at: number): number {
  katakana.lastIndex = at;
  return katakana.test(run) ? katakana.lastIndex : at;
}

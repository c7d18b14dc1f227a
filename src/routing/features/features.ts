import { cutText } from './textCut';

/** UTF-16 units of a prompt's head and tail in which patterns are counted. */
const headUnits = 8192;
const tailUnits = 8192;

/**
 * What is counted. Patterns name their characters, since `\s`, `.` and `$` mean different things here and in Python,
 * whose twin is training/features.py.
 */
const counts = {
  words: /[^ \t\n\v\f\r]+/g,
  lines: /\n/g,
  blankLines: /\n[ \t\r]*\n/g,
  indents: /\n[ \t]+[^ \t\r\n]/g,
  bullets: /\n[ \t]*[-*][ \t]/g,
  sentenceEnds: /[.!?][ \n]/g,
  questionMarks: /[?\uff1f]/g,
  exclamations: /!/g,
  commas: /,/g,
  quotes: /"/g,
  digits: /[0-9]/g,
  numbers: /[0-9]+(?:[.,][0-9]+)*/g,
  longNumbers: /[0-9]{3,}/g,
  percents: /%/g,
  dollars: /[$]/g,
  operators: /[-+*/=<>^]/g,
  backslashes: /\\/g,
  parentheses: /[()]/g,
  brackets: /[[\]{}]/g,
  semicolons: /;/g,
  backticks: /`/g,
  codeFences: /```/g,
  underscoredNames: /[A-Za-z0-9]_[A-Za-z0-9]/g,
  camelNames: /[a-z][A-Z]/g,
  calls: /[A-Za-z0-9_]\(/g,
  paths: /[A-Za-z0-9_.]\/[A-Za-z0-9_]/g,
  gaps: /_{2,}/g,
  choices: /\n[ \t]*[(]?[A-J][.):]/g,
  capitals: /[A-Z]/g,
  names: /[a-z,] [A-Z][a-z]+/g,
  codeWords:
    /\b(?:def|function|class|return|import|const|void|public|select|from|where|int|str|list|array|string|loop|null)\b/gi,
  codeAsks:
    /\b(?:code|program|script|implement|algorithm|regex|sql|query|bash|shell|command|python|javascript|java|html|rust|debug|bug|refactor|api)\b/gi,
  quantityWords:
    /\b(?:each|every|per|total|altogether|twice|half|third|times|percent|more|less|fewer|remaining|left|sum|average|cost|costs|price|hours|minutes|days|weeks|years)\b/gi,
  mathWords:
    /\b(?:prove|theorem|integer|integers|equation|function|polynomial|triangle|probability|matrix|vector|angle|radius|prime|real|set|value|values|find|compute|calculate|evaluate|simplify|solve)\b/gi,
  constraintWords:
    /\b(?:must|should|only|exactly|without|ensure|avoid|limit|cannot|always|never|least|most|than|if|unless|otherwise)\b/gi,
  whyWords: /\b(?:why|how|explain|describe|compare|analyze|discuss|derive|because|therefore)\b/gi,
  factWords: /\b(?:who|when|where|which|what|whose|whom)\b/gi,
  writingWords:
    /\b(?:write|compose|draft|story|poem|essay|email|blog|letter|imagine|pretend|role|character|rewrite|edit|summarize|translate|suggest|ideas)\b/gi,
  negations: /\b(?:not|no|except|false|incorrect|none|neither|nor)\b/gi,
  youWords: /\b(?:i|me|my|we|our|you|your|please)\b/gi,
  stepWords: /\b(?:first|second|then|next|finally|step|steps|after|before)\b/gi,
  cjk: /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/g,
} as const;

type Counted = keyof typeof counts | 'units' | 'nonAscii';

/** What is divided by what; 0 where there is nothing to divide by. */
const ratios = {
  wordLength: ['units', 'words'],
  sentenceLength: ['words', 'sentenceEnds'],
  lineLength: ['units', 'lines'],
  digitShare: ['digits', 'units'],
  operatorShare: ['operators', 'units'],
  bracketShare: ['brackets', 'units'],
  capitalShare: ['capitals', 'units'],
  commaShare: ['commas', 'words'],
  nonAsciiShare: ['nonAscii', 'units'],
  quantityShare: ['quantityWords', 'words'],
} as const satisfies Record<string, readonly [Counted, Counted]>;

const patterns = Object.entries(counts);
const divisions = Object.values(ratios);

/** The names of a prompt's lexical features, in the order of {@link countFeatures}. */
export const featureNames: readonly string[] = [
  'length',
  ...Object.keys(counts),
  'nonAscii',
  ...Object.keys(ratios),
];

/**
 * Counts what the lexical router looks at: length, numbers, code, choices and telling words. The time it takes is
 * bounded, since only the head and tail of a long prompt are read; `length` alone counts the whole.
 *
 * @returns one finite number for each of {@link featureNames}, the same as in Python on any text
 */
export function countFeatures(prompt: string): number[] {
  const text = cutText(prompt, headUnits, tailUnits);
  const counted = new Map<string, number>();
  for (const [name, pattern] of patterns) {
    counted.set(name, occurrences(text, pattern));
  }
  const nonAscii = countNonAscii(text);
  counted.set('nonAscii', nonAscii).set('units', text.length);
  const count = (name: Counted) => counted.get(name) ?? 0;

  return [
    prompt.length,
    ...patterns.map(([name]) => count(name as Counted)),
    nonAscii,
    ...divisions.map(([part, whole]) => (count(whole) === 0 ? 0 : count(part) / count(whole))),
  ];
}

function occurrences(text: string, pattern: RegExp): number {
  let found = 0;
  for (const _ of text.matchAll(pattern)) found++;
  return found;
}

function countNonAscii(text: string): number {
  let found = 0;
  for (let unit = 0; unit < text.length; unit++) {
    if (text.charCodeAt(unit) >= 0x80) found++;
  }
  return found;
}

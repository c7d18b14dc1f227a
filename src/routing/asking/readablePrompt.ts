import { openingsEnd, withoutClosing } from './courtesy';

/** UTF-16 units kept at each end of a long prompt: as much as any router reads. */
const endUnits = 8192;

const lineBreaks = /\r\n|[\n\v\f\r\x85\u2028\u2029]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: the control characters are white space in Python
const spaces = /[\t \x1c-\x1f\xa0\u1680\u2000-\u200a\u202f\u205f\u3000\ufeff]+/g;
const blanksAtBreaks = / ?\n(?: ?\n)*/g;

const fenceStart = /^(`{3,}|~{3,})(?:[A-Za-z0-9+#_.-]{0,20} ?\n|)/;
const innerFence = /\n ?(?:`{3,}|~{3,})([^\n]*)/;

const firstLetter = /^[\0-@[-`{-\xa9]*[a-z]/;
const meaningful = /[^ \n!-/:-@[-`{-~]/;

/** Raised when what is read of a prompt changes: win rates kept from before no longer hold. */
export const readingVersion = 2;

/**
 * What every router reads of a prompt, in training and in use (twin: training/readable_prompt.py): the prompt without
 * what changes nothing of what is asked. Compatibility forms (Unicode NFKC), white space and the case of the first letter
 * are evened out; a code fence around the whole, greetings, pleas and thanks go. So two prompts that differ in these alone are decided alike.
 *
 * @param prompt not blank; of a very long one the middle is left out
 * @returns a text that is not blank; read again it stays as it is, unless its middle was left out
 */
export function readablePrompt(prompt: string): string {
  let text = tidy(withoutMiddle(prompt).normalize('NFKC'));
  for (let last: string | undefined; text !== last; ) {
    last = text;
    text = withoutCourtesy(withoutFence(text));
  }
  return text.replace(firstLetter, (start) => start.toUpperCase()) || prompt;
}

function withoutMiddle(prompt: string): string {
  return prompt.length <= 2 * endUnits
    ? prompt
    : `${prompt.slice(0, endUnits)}\n${prompt.slice(prompt.length - endUnits)}`;
}

/** One space for any run of them, one line break for blank lines, none at either end. */
function tidy(text: string): string {
  return trim(text.replace(lineBreaks, '\n').replace(spaces, ' ').replace(blanksAtBreaks, '\n'));
}

/** Tidied text has at most a line break and a space at either end; longer runs cost no more. */
function trim(text: string): string {
  return text.replace(/^[ \n]+/, '').replace(/(?<![ \n])[ \n]+$/, '');
}

/** Leaves the text as it was where a change would take all its words. */
function unlessMeaningless(changed: string, text: string): string {
  return meaningful.test(changed) ? changed : text;
}

/** Two code blocks with words between them are no fence around the whole: the first inner fence closes the first. */
function withoutFence(text: string): string {
  const [opening, fence = ''] = fenceStart.exec(text) ?? [];
  if (opening === undefined || !text.endsWith(fence) || text.length < opening.length + fence.length)
    return text;
  const inside = text.slice(opening.length, text.length - fence.length);
  return innerFence.exec(`\n${inside}`)?.[1] === '' ? text : unlessMeaningless(tidy(inside), text);
}

function withoutCourtesy(text: string): string {
  const opened = unlessMeaningless(text.slice(openingsEnd(text)).replace(/^[ \n]+/, ''), text);
  return unlessMeaningless(withoutClosing(opened), opened);
}

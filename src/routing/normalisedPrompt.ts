/**
 * What counts as white space: whatever JavaScript's `\s` or Python's `str.isspace` does, written out, because the two
 * differ on U+001C–U+001F, U+0085 and U+FEFF.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the control characters are white space too
const whiteSpace = /[\t-\r\x1C-\x20\x85\xA0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000\uFEFF]+/g;

/**
 * The form in which two prompts count as the same one, for hashes: lower-case, every run of white space one space, none
 * at either end. The final sigma ς becomes σ, since which of the two a Σ turns into depends on its neighbours, and a
 * lone surrogate becomes U+FFFD, since it has no UTF-8. The Python that trains the routers follows the same rule;
 * test/golden/promptHashes.json holds both to it.
 */
export function normalisePrompt(prompt: string): string {
  return prompt.toWellFormed().toLowerCase().replaceAll('ς', 'σ').replace(whiteSpace, ' ').trim();
}

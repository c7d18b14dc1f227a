import fc from 'fast-check';

const megabyte = 1_000_000;

/** Any sixteen bits in a row: lone surrogates, NUL and unassigned characters among them. */
const units = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 200 })
  .map((codes) => String.fromCharCode(...codes));

/** Characters of every plane. */
const points = fc.string({ unit: 'binary', maxLength: 200 });

const rightToLeft = fc
  .array(fc.constantFrom('שלום', 'مرحبا', '\u202e', '\u200f', 'abc', '12', ' '), { maxLength: 60 })
  .map((words) => words.join(''));

const code = fc
  .array(fc.constantFrom('```', '```ts\n', 'const x = 1;', '\n', '\t', '{', '}', '<br>', '// 数', '`'), {
    maxLength: 60,
  })
  .map((lines) => lines.join(''));

const nearlyBlank = fc
  .array(fc.constantFrom(' ', '\n', '\t', '\u00a0', '\u200b', '\ufeff', '\0', '.'), { maxLength: 40 })
  .map((blanks) => blanks.join(''));

const prose = fc.array(fc.lorem({ maxCount: 5 }), { maxLength: 20 }).map((sentences) => sentences.join(' '));

const base64 = fc.base64String({ maxLength: 400 });

const short = fc.oneof(units, points, rightToLeft, code, nearlyBlank, prose, base64);

/** Something short, over and over, up to a megabyte. */
const long = fc
  .tuple(short, fc.integer({ min: 10_000, max: megabyte }))
  .map(([text, length]) => (text === '' ? ' ' : text).repeat(length).slice(0, length));

/** Anything that a prompt can be, most of it short and some of it up to a megabyte long. */
const anyPrompt = fc.oneof({ weight: 99, arbitrary: short }, { weight: 1, arbitrary: long });

/** `count` prompts, the same at every call. */
export function sampleOfPrompts(count: number): string[] {
  return fc.sample(anyPrompt, { numRuns: count, seed: 2406 });
}

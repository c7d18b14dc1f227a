/** Word 6-grams, as the search for benchmark questions inside training prompts counts them. */
const gramWords = 6;

/**
 * A 6-gram in more than this share of a benchmark's prompts, and in at least {@link formLeastPrompts}, is the form
 * that its prompts share ("You are given a Python function and an assertion…") and says nothing about one of them.
 */
const formShare = 0.1;
const formLeastPrompts = 10;

/** Embeddings at least this similar count as the same question (paper, Appendix B). */
export const contaminatedCosine = 0.95;

/**
 * Finds benchmark prompts that lie inside training prompts whatever is written around them: the whole normalised
 * text, or at least half of its word 6-grams, in one training prompt. Letter case, white space, punctuation, the labels
 * of choices ("A.", "(2)") and of parts ("Question:", "Answer:") make no difference.
 *
 * @returns for each benchmark prompt, whether it was found
 */
export function findContained(benchmark: readonly string[], training: readonly string[]): readonly boolean[] {
  const texts = benchmark.map(normaliseWrapping);
  const found = texts.map(() => false);
  const grams = texts.map((text) => gramsOf(text));
  const form = sharedForm(grams);
  const wanted = grams.map((own) => {
    const telling = [...own].filter((gram) => !form.has(gram));
    return telling.length > 0 ? telling : [...own];
  });
  const promptsWith = new Map<string, number[]>();
  for (const [index, own] of wanted.entries()) {
    for (const gram of own) append(promptsWith, gram, index);
  }
  // Below six words there are no 6-grams, and the whole text is looked for.
  const short = [...texts.keys()].filter((index) => grams[index]?.size === 0 && texts[index] !== '');

  for (const prompt of training) {
    const text = normaliseWrapping(prompt);
    const hits = new Map<number, number>();
    for (const gram of gramsOf(text)) {
      for (const index of promptsWith.get(gram) ?? []) hits.set(index, (hits.get(index) ?? 0) + 1);
    }
    for (const [index, count] of hits) {
      if (2 * count >= (wanted[index]?.length ?? 0)) found[index] = true;
    }
    const padded = ` ${text} `;
    for (const index of short) {
      if (padded.includes(` ${texts[index]} `)) found[index] = true;
    }
  }
  return found;
}

const partLabel = /\b(?:question|query|problem|answer|solution|choices|options|q|a)\s*\d*\s*[:：]/giu;
const choiceLabel = /(?<=^|\s)[([]?(?:[a-j]|\d{1,2}|[ivx]{1,4})[.):\]](?=\s|$)/giu;

/** Lower-case words, one space apart, without labels. */
function normaliseWrapping(prompt: string): string {
  const words = prompt
    .normalize('NFKC')
    .replace(partLabel, ' ')
    .replace(choiceLabel, ' ')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu);
  return (words ?? []).join(' ');
}

function gramsOf(text: string): ReadonlySet<string> {
  const words = text.split(' ');
  const grams = new Set<string>();
  for (let start = 0; start + gramWords <= words.length; start++) {
    grams.add(words.slice(start, start + gramWords).join(' '));
  }
  return grams;
}

function sharedForm(grams: readonly ReadonlySet<string>[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const own of grams) {
    for (const gram of own) counts.set(gram, (counts.get(gram) ?? 0) + 1);
  }
  const least = Math.max(formLeastPrompts, Math.floor(formShare * grams.length) + 1);
  return new Set([...counts].flatMap(([gram, count]) => (count >= least ? [gram] : [])));
}

function append(lists: Map<string, number[]>, key: string, value: number): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

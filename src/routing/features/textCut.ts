/** UTF-16 units kept from the beginning and the end of a long prompt before it is tokenised. */
const headUnits = 1024;
const tailUnits = 1024;

/** How many word pieces the encoder reads from the beginning and the end of a prompt. */
export interface TokenCut {
  readonly headTokens: number;
  readonly tailTokens: number;
}

/**
 * The part of a prompt that the routers read: its head, where an instruction usually stands, and its tail, where the
 * question about a long paste usually stands. Units are counted before anything is tokenised, so that a prompt of a
 * megabyte costs no more than a page. Twin of training/text_cut.py.
 *
 * @returns the prompt itself, or its head and tail joined by a line break, in a form that both languages tokenise alike
 */
export function cutText(prompt: string, head = headUnits, tail = tailUnits): string {
  if (prompt.length <= head + tail) {
    return unify(prompt);
  }
  return `${unify(prompt.slice(0, head))}\n${unify(prompt.slice(prompt.length - tail))}`;
}

/**
 * Lone surrogates become U+FFFD. A capital sigma becomes σ, since JavaScript lower-cases it to σ or ς by its
 * neighbours, and the tokenizer that trained the weights does not.
 */
function unify(text: string): string {
  return text.toWellFormed().replaceAll('Σ', 'σ');
}

/**
 * Cuts a tokenised prompt to what the encoder reads.
 *
 * @param ids word piece ids with [CLS] first and [SEP] last, as the tokenizer gives them; both are kept
 * @returns at most `headTokens + tailTokens + 2` ids
 */
export function cutTokens(ids: readonly number[], { headTokens, tailTokens }: TokenCut): number[] {
  const last = ids.length - 1;
  if (last - 1 <= headTokens + tailTokens) {
    return [...ids];
  }
  return [...ids.slice(0, 1 + headTokens), ...ids.slice(last - tailTokens)];
}

/** A stretch of text between an opening tag and its closing one. */
export interface TaggedBlock {
  readonly start: number;
  readonly end: number;
  readonly inside: string;
}

/**
 * The outermost blocks of these tags, each closed, and beginning a line or right behind another. Takes time linear in the
 * text.
 */
export function blocksOf(text: string, tags: readonly string[]): readonly TaggedBlock[] {
  // Most prompts hold none, and are looked at for many kinds of tags.
  if (!text.includes('</')) return [];
  const tag = `<(${tags.join('|')})(?:[ \\t][^<>\\n]*)?>`;
  const atLineStart = new RegExp(`^[ \\t]*${tag}`, 'gm');
  const rightHere = new RegExp(tag, 'y');
  const unclosed = new Set<string>();
  const blocks: TaggedBlock[] = [];
  const findNext = (from: number) => {
    rightHere.lastIndex = from;
    atLineStart.lastIndex = from;
    return (blocks.at(-1)?.end === from ? rightHere.exec(text) : null) ?? atLineStart.exec(text);
  };
  for (let found = findNext(0); found !== null; ) {
    const name = found[1] ?? '';
    const inside = found.index + found[0].length;
    const closing = `</${name}>`;
    const close = unclosed.has(name) ? -1 : text.indexOf(closing, inside);
    if (close === -1) unclosed.add(name);
    else {
      blocks.push({ start: found.index, end: close + closing.length, inside: text.slice(inside, close) });
    }
    found = findNext(close === -1 ? inside : close + closing.length);
  }
  return blocks;
}

/** The text outside the blocks of these tags. */
export function withoutBlocks(text: string, tags: readonly string[]): string {
  let kept = '';
  let from = 0;
  for (const { start, end } of blocksOf(text, tags)) {
    kept += text.slice(from, start);
    from = end;
  }
  return kept + text.slice(from);
}

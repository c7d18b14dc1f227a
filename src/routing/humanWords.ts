import { addedTags, saidTags, scriptedBeginnings, scriptedEndings } from './harnessNoise';

/**
 * A person's words in a user's message, without what the program that sent it wrote around them.
 *
 * @returns the text as it is where nothing is known to be added, '' where no person said anything
 */
export function humanWords(text: string): string {
  const said = blocksOf(text, saidTags);
  if (said.length > 0) return said.map((block) => without(addedTags, block.inside).trim()).join('\n\n');
  if (scriptedBeginnings.some((beginning) => beginning.test(text.trimStart()))) return '';
  const rest = withoutRules(withoutFiles(withCommand(without(addedTags, text))));
  return rest === text ? text : rest.trim();
}

interface Block {
  readonly start: number;
  readonly end: number;
  readonly inside: string;
}

/** The outermost blocks of these tags, each beginning at the start of a line and closed. Takes time linear in the text. */
function blocksOf(text: string, tags: readonly string[]): readonly Block[] {
  const opening = new RegExp(`^[ \\t]*<(${tags.join('|')})(?:\\s[^<>\\n]*)?>`, 'gm');
  const unclosed = new Set<string>();
  const blocks: Block[] = [];
  for (let found = opening.exec(text); found !== null; found = opening.exec(text)) {
    const tag = found[1] ?? '';
    const closing = `</${tag}>`;
    const close = unclosed.has(tag) ? -1 : text.indexOf(closing, opening.lastIndex);
    if (close === -1) {
      unclosed.add(tag);
      continue;
    }
    blocks.push({
      start: found.index,
      end: close + closing.length,
      inside: text.slice(opening.lastIndex, close),
    });
    opening.lastIndex = close + closing.length;
  }
  return blocks;
}

function without(tags: readonly string[], text: string): string {
  let kept = '';
  let from = 0;
  for (const { start, end } of blocksOf(text, tags)) {
    kept += text.slice(from, start);
    from = end;
  }
  return kept + text.slice(from);
}

/** A slash command is kept as it was typed. */
function withCommand(text: string): string {
  const [name] = blocksOf(text, ['command-name']);
  if (name === undefined) return text;
  const [args] = blocksOf(text, ['command-args']);
  const typed = `${name.inside.trim()} ${args?.inside.trim() ?? ''}`.trim();
  return `${typed}\n${without(['command-name', 'command-args'], text)}`;
}

/** Continue and others put files before the question, in fences that name a path after the language. */
function withoutFiles(text: string): string {
  const fences = /^```[\w+#.-]*[ \t]+\S*[./]\S*[^\n]*\n[\s\S]*?^```[ \t]*$\n?/gm;
  const asked = text.replace(fences, '');
  return asked.trim() === '' ? text : asked;
}

function withoutRules(text: string): string {
  const rules = scriptedEndings.map((ending) => text.search(ending)).filter((start) => start > 0);
  return rules.length === 0 ? text : text.slice(0, Math.min(...rules));
}

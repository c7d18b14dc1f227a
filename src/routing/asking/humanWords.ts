import {
  addedTags,
  commandTags,
  interjection,
  localOutputTags,
  reminderTag,
  resultHeading,
  saidInResultTags,
  saidTags,
  saidTagsOfPeopleToo,
  scriptedBeginnings,
  scriptedEndings,
  scriptedLines,
} from './harnessNoise';
import { blocksOf, withoutBlocks } from './taggedBlocks';

/**
 * A person's words in one user's message, without what the program that sent it wrote beside or around them. Takes time
 * linear in the text.
 *
 * @param parts the message's texts: programs put what they add into parts of its own, or around the words in the same one
 * @returns the parts as they are, a line each, where nothing is known to be added; '' where no person said anything
 */
export function humanWords(parts: readonly string[]): string {
  const followsResult = parts.some((part) => resultHeading.test(part.trimStart()));
  const said = parts.flatMap((part) => saidIn(part, followsResult));
  if (said.length > 0) return said.join('\n\n');
  if (followsResult) return '';
  const isLocal = parts.some((part) => blocksOf(part, localOutputTags).length > 0);
  const without = parts.map((part) => withoutNoise(part, isLocal));
  const words = without.map(withoutFiles);
  // A message of nothing but files is a person's own.
  const kept = words.some((text) => text.trim() !== '') ? words : without;
  if (kept.every((text, part) => text === parts[part])) return parts.join('\n');
  return kept
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .join('\n');
}

/** A person's words in what a tool gave back: feedback beside it, or what was typed meanwhile. */
export function humanWordsInResult(text: string): string {
  const typed = interjectionsIn(text);
  if (typed.length > 0) return typed.join('\n\n');
  const result = withoutBlocks(text, addedTags).trim();
  const last = blocksOf(result, saidInResultTags).at(-1);
  return last?.end === result.length ? last.inside.trim() : feedbackOf(result);
}

/** What a person typed while the program was at work, of a note that passes on nothing else; '' of any other text. */
export function interjectionOf(note: string): string {
  if (!interjection.beginning.test(note)) return '';
  return cutAt(note.replace(interjection.beginning, ''), interjection.endings).trim();
}

function saidIn(part: string, followsResult: boolean): readonly string[] {
  const typed = interjectionsIn(part);
  if (typed.length > 0) return typed;
  const rest = withoutBlocks(part, addedTags);
  const said = blocksOf(rest, saidTags);
  if (said.length > 0) return insides(said);
  const perhaps = blocksOf(rest, saidTagsOfPeopleToo);
  const around = withoutBlocks(rest, saidTagsOfPeopleToo).trim();
  return followsResult || around === '' || isScripted(around) ? insides(perhaps) : [];
}

function insides(blocks: readonly { readonly inside: string }[]): readonly string[] {
  return blocks.map(({ inside }) => withoutBlocks(inside, addedTags).trim()).filter((words) => words !== '');
}

/** What a person typed while the program was at work, which it passes on in a note. */
function interjectionsIn(text: string): readonly string[] {
  return blocksOf(text, [reminderTag])
    .map(({ inside }) => interjectionOf(inside))
    .filter((words) => words !== '');
}

/** Roo writes a refusal, a consent or a hint with a person's reasons as JSON. */
function feedbackOf(result: string): string {
  if (!/^\{\s*"status":/.test(result)) return '';
  try {
    const { feedback } = JSON.parse(result) as { readonly feedback?: unknown };
    return typeof feedback === 'string' ? feedback : '';
  } catch {
    // A tool that prints something like it has passed nothing on.
    return '';
  }
}

function withoutNoise(part: string, isLocal: boolean): string {
  const outside = withoutBlocks(part, addedTags);
  if (isScripted(outside.trim())) return '';
  const rest = isLocal ? withoutBlocks(outside, Object.values(commandTags)) : withCommand(outside);
  return cutAt(
    scriptedLines.reduce((text, line) => text.replace(line, ''), rest),
    scriptedEndings,
  );
}

function isScripted(text: string): boolean {
  return scriptedBeginnings.some((beginning) => beginning.test(text));
}

/** A slash command as it was typed, before what it stands for. */
function withCommand(text: string): string {
  const [name] = blocksOf(text, [commandTags.name]);
  if (name === undefined) return text;
  const [args] = blocksOf(text, [commandTags.args]);
  const typed = `${name.inside.trim()} ${args?.inside.trim() ?? ''}`.trim();
  return `${typed}\n${withoutBlocks(text, Object.values(commandTags)).trim()}`;
}

/** Continue and others put files before the question, in fences that name a path. */
function withoutFiles(text: string): string {
  if (!text.includes('```')) return text;
  const kept: string[] = [];
  let held: string[] | undefined;
  for (const line of text.split('\n')) {
    if (held !== undefined) {
      held.push(line);
      if (/^```[ \t\r]*$/.test(line)) held = undefined;
    } else if (namesPath(line)) held = [line];
    else kept.push(line);
  }
  // A fence that is never closed attaches nothing.
  return [...kept, ...(held ?? [])].join('\n');
}

/** Whether a line opens a fence on a file: a path after the language, or in its place. */
function namesPath(line: string): boolean {
  if (!line.startsWith('```')) return false;
  const [first = '', second = ''] = line
    .slice(3, 1000)
    .trim()
    .split(/[ \t]+/, 2);
  return /[./]/.test(second) || first.includes('/') || /^[\w-]+\.[a-z]\w*$/i.test(first);
}

function cutAt(text: string, endings: readonly RegExp[]): string {
  const starts = endings.map((ending) => text.search(ending)).filter((start) => start >= 0);
  return starts.length === 0 ? text : text.slice(0, Math.min(...starts));
}

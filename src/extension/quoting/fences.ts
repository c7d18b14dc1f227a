/** A fenced block of Markdown. */
export interface FencedBlock {
  /** What stands behind the opening fence: usually a language. */
  readonly tag: string;
  /** Without the line break before the closing fence. */
  readonly code: string;
  /** Whether a closing fence was found. */
  readonly closed: boolean;
}

/** The shortest fence of backticks that no run of backticks in `code` can be mistaken for. */
export function fenceFor(code: string): string {
  const runs = code.match(/`+/g) ?? [];
  return '`'.repeat(Math.max(3, ...runs.map((run) => run.length + 1)));
}

/** A fenced block that holds `code` exactly, whatever it is. */
export function fenced(code: string, tag: string): string {
  const fence = fenceFor(code);
  return `${fence}${tag}\n${code}\n${fence}`;
}

/** The fenced blocks of an answer, in their order; one that is never closed reaches to the end. */
export function readFencedBlocks(text: string): FencedBlock[] {
  const blocks: FencedBlock[] = [];
  let open: { fence: string; tag: string; lines: string[] } | undefined;
  for (const line of text.split(/\r?\n/)) {
    if (open === undefined) {
      // A tag with backticks in it is code within a sentence, not a fence.
      const { fence, tag } = /^\s*(?<fence>`{3,}|~{3,})\s*(?<tag>[^`]*)$/.exec(line)?.groups ?? {};
      if (fence !== undefined) open = { fence, tag: tag?.trim() ?? '', lines: [] };
    } else if (closes(line, open.fence)) {
      blocks.push({ tag: open.tag, code: open.lines.join('\n'), closed: true });
      open = undefined;
    } else {
      open.lines.push(line);
    }
  }
  if (open !== undefined) blocks.push({ tag: open.tag, code: open.lines.join('\n'), closed: false });
  return blocks;
}

function closes(line: string, fence: string): boolean {
  const rest = line.trim();
  return rest.length >= fence.length && rest === fence.charAt(0).repeat(rest.length);
}

import { parseAst } from 'vitest/node';

/** A text, and where it stands. */
export interface Found {
  readonly text: string;
  /** Counted from 1. */
  readonly line: number;
}

export interface SourceTexts {
  /** What is looked up in the bundle of the display language, each as the source spells it. */
  readonly translated: readonly Found[];
  /** Looked up too, but made only when the program runs, so that nobody can translate it beforehand. */
  readonly computed: readonly Found[];
  /** What reads like a person's language, or stands where people read, and is looked up nowhere. */
  readonly loose: readonly Found[];
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly [field: string]: unknown;
}

/** Where people read what stands there. */
const visibleFields = new Set(
  'title placeHolder placeholder label detail description tooltip prompt message openLabel justification ariaLabel name text textContent aria-label'.split(
    ' ',
  ),
);
const visibleCalls =
  /^(show(Information|Warning|Error)Message|showQuickPick|setStatusBarMessage|MarkdownString|appendMarkdown|markdown|progress|warn|sorry|offer|tell)$/;

/** Attributes of a page's elements that nobody reads. */
const forMachines = new Set(['class', 'aria-keyshortcuts']);

/** Two words with a space between them; a placeholder's value may be any. */
const prose = /(^|\s)\p{L}{2,}[,.:;!?]? \p{L}{2,}/u;

/** Every text of a TypeScript source by what becomes of it. */
export function readTexts(source: string): SourceTexts {
  const translated: Found[] = [];
  const computed: Found[] = [];
  const loose: Found[] = [];
  const at = (node: Node, text: string): Found => ({
    text,
    line: source.slice(0, node.start).split('\n').length,
  });

  const visit = (node: Node, visible: boolean): void => {
    // A type is for the compiler.
    if (/^TS(?!AsExpression|SatisfiesExpression|NonNullExpression)/.test(node.type)) return;
    if (/^(Import|Export(All|Named))Declaration$/.test(node.type) && node.source) return;
    const key = translatedArgument(node);
    if (key !== undefined) {
      const text = literalText(key);
      if (text === undefined) computed.push(at(key, source.slice(key.start, key.end as number)));
      else translated.push(at(key, text));
      for (const argument of (node.arguments as Node[]).filter((one) => one !== key)) visit(argument, false);
      return;
    }
    const text = spelledText(node);
    if (text !== undefined) {
      const readable = text.replaceAll(/<[^>]*>/g, ' ');
      if (prose.test(readable) || (visible && /\p{L}{2,}/u.test(readable))) loose.push(at(node, text));
    }
    if (node.type === 'Property' && forMachines.has(fieldName(node))) return;
    for (const [field, child] of childrenOf(node)) visit(child, isVisible(node, field, child, visible));
  };
  visit(parseAst(source, { lang: 'ts' }) as unknown as Node, false);
  return { translated, computed, loose };
}

/** Of `l10n.t(…)`, `t(…)`, `worded(…)` and `new TurnoutError(code, …)` the text; undefined for anything else. */
function translatedArgument(node: Node): Node | undefined {
  const [first, second] = (node.arguments ?? []) as Node[];
  const name = nameOf(node.callee as Node | undefined);
  if (node.type === 'CallExpression' && (name === 't' || name === 'worded')) return first;
  if (node.type === 'NewExpression' && name === 'TurnoutError') return isText(second) ? second : undefined;
  return undefined;
}

/** Not a sentence that was worded elsewhere. */
function isText(node: Node | undefined): boolean {
  return /^(Literal|TemplateLiteral|BinaryExpression)$/.test(node?.type ?? '');
}

/** The last part of what is called. */
function nameOf(callee: Node | undefined): string {
  if (callee?.type === 'MemberExpression') return nameOf(callee.property as Node);
  return callee?.type === 'Identifier' ? String(callee.name) : '';
}

/** A text without values in it; undefined for anything else. */
function literalText(node: Node): string | undefined {
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value;
  if (node.type !== 'BinaryExpression' || node.operator !== '+') return undefined;
  const [left, right] = [literalText(node.left as Node), literalText(node.right as Node)];
  return left === undefined || right === undefined ? undefined : left + right;
}

/** What a literal spells out, with … for each value in it. */
function spelledText(node: Node): string | undefined {
  if (node.type === 'TemplateLiteral') {
    const parts = node.quasis as { readonly value: { readonly cooked: string } }[];
    return parts.map(({ value }) => value.cooked).join('…');
  }
  return node.type === 'Literal' && typeof node.value === 'string' ? node.value : undefined;
}

/** Whether people read what stands in a field of a node. */
function isVisible(node: Node, field: string, child: Node, visible: boolean): boolean {
  switch (node.type) {
    case 'Property':
      return field === 'value' && visibleFields.has(fieldName(node));
    case 'AssignmentExpression':
      return field === 'right' && visibleFields.has(nameOf(node.left as Node));
    case 'CallExpression':
    case 'NewExpression':
      return field === 'arguments' && isReadArgument(node, child);
    case 'ConditionalExpression':
      return field !== 'test' && visible;
    case 'LogicalExpression':
    case 'TemplateLiteral':
    case 'ArrayExpression':
    case 'TSAsExpression':
      return visible;
    default:
      return false;
  }
}

/** Of `element(tag, attributes, …children)` the children; of calls that show something, all. */
function isReadArgument(call: Node, argument: Node): boolean {
  const name = nameOf(call.callee as Node);
  if (name === 'element') return (call.arguments as Node[]).indexOf(argument) >= 2;
  return visibleCalls.test(name);
}

function fieldName({ key }: Node): string {
  return String((key as Node).name ?? (key as Node).value);
}

function childrenOf(node: Node): (readonly [string, Node])[] {
  return Object.entries(node).flatMap(([field, value]) =>
    (Array.isArray(value) ? value : [value]).filter(isNode).map((child) => [field, child] as const),
  );
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Partial<Node>).type === 'string';
}

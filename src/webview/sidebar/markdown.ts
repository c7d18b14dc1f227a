import DOMPurify, { type Config } from 'dompurify';
import { Marked, type Tokens } from 'marked';
import { highlightCode } from './highlighting';

/** A paragraph, list, code block …: what a stream leaves alone once it has gone on to the next one. */
export interface MarkdownBlock {
  /** Equal keys render to equal nodes. */
  readonly key: string;
  /** Sanitised nodes, new ones at every call. */
  render(): DocumentFragment;
}

/**
 * Splits Markdown into blocks that are rendered one by one, so that a stream re-renders only its last block and
 * text that a person has selected, or a button they are on, stays where it is.
 */
export function parseMarkdown(source: string): MarkdownBlock[] {
  const tokens = marked.lexer(source);
  // A definition such as `[1]: https://…` may stand below the blocks that refer to it.
  const definitions = JSON.stringify(tokens.links);
  return tokens
    .filter((token) => token.type !== 'space' && token.type !== 'def')
    .map((token) => ({
      key: token.raw + definitions,
      render: () => sanitise(marked.parser(Object.assign([token], { links: tokens.links }))),
    }));
}

const marked = new Marked({
  gfm: true,
  renderer: {
    code({ text, lang }: Tokens.Code) {
      const language = /^[\w+#.-]+/.exec(lang ?? '')?.[0] ?? '';
      const body = highlightCode(text, language.toLowerCase()) ?? escapeHtml(text);
      return `<pre><code class="language-${escapeHtml(language)}">${body}</code></pre>`;
    },
    // Markup is shown as it was written: in a chat about code "vector<int>" means what it says.
    html({ text, block }: Tokens.HTML | Tokens.Tag) {
      const shown = escapeHtml(text).replace(harmlessTag, '<$1>');
      return block === true ? `<p class="markup">${shown.trim()}</p>` : shown;
    },
    // A picture from the net would tell its server who reads what; a link waits for a click.
    image({ href, text }: Tokens.Image) {
      return `<a href="${escapeHtml(href)}">${escapeHtml(text || href)}</a>`;
    },
    checkbox({ checked }: Tokens.Checkbox) {
      return checked ? '☑ ' : '☐ ';
    },
  },
});

/** What models put into table cells and the like, for want of Markdown. */
const harmlessTag = /&lt;(br|\/?(?:kbd|sub|sup))\s*\/?&gt;/gi;

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** What the renderer above makes and nothing else: no picture, no form, no style, no `id` to be mistaken for ours. */
const policy: Config & { RETURN_DOM_FRAGMENT: true } = {
  RETURN_DOM_FRAGMENT: true,
  ALLOWED_TAGS: [
    ...[
      'p',
      'br',
      'hr',
      'strong',
      'em',
      'del',
      'kbd',
      'sub',
      'sup',
      'a',
      'code',
      'pre',
      'span',
      'blockquote',
    ],
    ...['ul', 'ol', 'li', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
  ],
  ALLOWED_ATTR: ['href', 'title', 'class', 'start', 'align'],
  ALLOW_ARIA_ATTR: false,
  ALLOW_DATA_ATTR: false,
  ALLOWED_URI_REGEXP: /^(?:https?|mailto):/i,
  // The rule above is meant for addresses and would be applied to these as well.
  ADD_URI_SAFE_ATTR: ['start', 'align'],
};

function sanitise(html: string): DocumentFragment {
  return DOMPurify.sanitize(html, policy);
}

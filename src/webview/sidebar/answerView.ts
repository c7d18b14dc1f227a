import { element } from '../element';
import { type CodeActions, type CodeLabels, dressCodeBlocks } from './codeBlock';
import { parseMarkdown } from './markdown';

export interface AnswerActions extends CodeActions {
  readonly openLink: (href: string) => void;
}

/** An answer in Markdown, which may still be growing. */
export class AnswerView {
  readonly element = element('div', { class: 'answer' });
  private shown = '';
  private readonly blocks: { readonly key: string; readonly element: HTMLElement }[] = [];

  constructor(
    private readonly labels: CodeLabels,
    private readonly actions: AnswerActions,
  ) {
    this.element.addEventListener('click', (event) => this.openLink(event));
  }

  /** Brings the view to `markdown`, touching only the blocks that changed. */
  show(markdown: string): void {
    if (markdown === this.shown) return;
    this.shown = markdown;
    const wanted = parseMarkdown(markdown);
    const same = wanted.findIndex((block, index) => block.key !== this.blocks[index]?.key);
    const kept = same === -1 ? wanted.length : same;
    for (const stale of this.blocks.splice(kept)) stale.element.remove();
    for (const block of wanted.slice(kept)) {
      const content = block.render();
      for (const link of content.querySelectorAll('a[href]')) link.setAttribute('title', hrefOf(link));
      dressCodeBlocks(content, this.labels, this.actions);
      const holder = element('div', { class: 'block' }, content);
      this.blocks.push({ key: block.key, element: holder });
      this.element.append(holder);
    }
  }

  /** Links go to the host. Not let through to the document either, where VS Code would open them again. */
  private openLink(event: MouseEvent): void {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (link === null) return;
    event.preventDefault();
    event.stopPropagation();
    if (link.hasAttribute('href')) this.actions.openLink(hrefOf(link));
  }
}

function hrefOf(link: Element): string {
  return link.getAttribute('href') ?? '';
}

import { element, icon } from '../element';

/** How long a copy button says that it has copied, in milliseconds. */
const feedbackTime = 2000;

export interface CopyLabels {
  readonly copy: string;
  readonly copied: string;
}

/** Gives each `<pre>` below `root` a header with the language and a copy button. */
export function dressCodeBlocks(root: ParentNode, labels: CopyLabels, copy: (text: string) => void): void {
  for (const pre of root.querySelectorAll('pre')) {
    const frame = element('div', { class: 'code-block' });
    pre.replaceWith(frame);
    frame.append(
      element(
        'div',
        { class: 'code-header' },
        element('span', { class: 'code-language' }, languageOf(pre)),
        copyButton(labels, () => copy(pre.textContent)),
      ),
      pre,
    );
  }
}

function languageOf(pre: HTMLElement): string {
  const name = [...(pre.querySelector('code')?.classList ?? [])].find((each) => each.startsWith('language-'));
  return name?.slice('language-'.length) ?? '';
}

function copyButton(labels: CopyLabels, copy: () => void): HTMLButtonElement {
  const button = element('button', { type: 'button', class: 'copy-button', title: labels.copy });
  const show = (glyph: string, label: string) =>
    button.replaceChildren(icon(glyph), element('span', { class: 'copy-label' }, label));
  show('copy', labels.copy);
  let back: number | undefined;
  button.addEventListener('click', () => {
    copy();
    show('check', labels.copied);
    window.clearTimeout(back);
    back = window.setTimeout(() => show('copy', labels.copy), feedbackTime);
  });
  return button;
}

import { element, icon } from '../element';

/** How long a copy button says that it has copied, in milliseconds. */
const feedbackTime = 2000;

export interface CodeLabels {
  readonly copy: string;
  readonly copied: string;
  readonly insert: string;
}

/** What can be done with a block of code. */
export interface CodeActions {
  readonly copy: (text: string) => void;
  readonly insert: (text: string) => void;
}

/** Gives each `<pre>` below `root` a header with the language, and buttons that copy it and insert it. */
export function dressCodeBlocks(root: ParentNode, labels: CodeLabels, actions: CodeActions): void {
  for (const pre of root.querySelectorAll('pre')) {
    const frame = element('div', { class: 'code-block' });
    pre.replaceWith(frame);
    frame.append(
      element(
        'div',
        { class: 'code-header' },
        element('span', { class: 'code-language' }, languageOf(pre)),
        insertButton(labels, () => actions.insert(pre.textContent)),
        copyButton(labels, () => actions.copy(pre.textContent)),
      ),
      pre,
    );
  }
}

function languageOf(pre: HTMLElement): string {
  const name = [...(pre.querySelector('code')?.classList ?? [])].find((each) => each.startsWith('language-'));
  return name?.slice('language-'.length) ?? '';
}

function insertButton({ insert: label }: CodeLabels, insert: () => void): HTMLButtonElement {
  const button = element(
    'button',
    { type: 'button', class: 'code-button', title: label, 'aria-label': label },
    icon('insert'),
  );
  button.addEventListener('click', insert);
  return button;
}

function copyButton(labels: CodeLabels, copy: () => void): HTMLButtonElement {
  const button = element('button', { type: 'button', class: 'code-button', title: labels.copy });
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

import { element, textButton } from '../element';
import type { SidebarLabels } from '../sidebarProtocol';

/** A prompt longer than this is shown folded, so that a pasted file does not bury the answer. */
const longestShown = { characters: 800, lines: 12 };

/** What the person asked. */
export function promptView(
  prompt: string,
  labels: Pick<SidebarLabels, 'you' | 'showMore' | 'showLess'>,
): HTMLElement {
  const folded = fold(prompt);
  const text = element('div', { class: 'prompt-text' }, folded ?? prompt);
  const view = element(
    'div',
    { class: 'prompt' },
    element('h2', { class: 'visually-hidden' }, labels.you),
    text,
  );
  if (folded === undefined) return view;

  const toggle = textButton(
    labels.showMore,
    () => {
      const open = toggle.getAttribute('aria-expanded') !== 'true';
      toggle.setAttribute('aria-expanded', String(open));
      toggle.textContent = open ? labels.showLess : labels.showMore;
      text.textContent = open ? prompt : folded;
    },
    'link',
  );
  toggle.setAttribute('aria-expanded', 'false');
  view.append(toggle);
  return view;
}

/** The beginning of a long prompt; undefined when it is short enough to be shown whole. */
function fold(prompt: string): string | undefined {
  const start = prompt.slice(0, longestShown.characters).split('\n').slice(0, longestShown.lines).join('\n');
  return start.length === prompt.length ? undefined : `${start.trimEnd()} …`;
}

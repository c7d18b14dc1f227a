type Attributes = Readonly<Record<string, string>>;

/** A DOM element with its attributes and children; strings become text, never markup. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** A glyph of the codicon font, hidden from screen readers: whatever it decorates has a name of its own. */
export function icon(name: string): HTMLElement {
  return element('span', { class: `codicon codicon-${name}`, 'aria-hidden': 'true' });
}

/** A button that shows its label. */
export function textButton(label: string, onClick: () => void, look: 'primary' | 'secondary' | 'link') {
  const button = element('button', { type: 'button', class: `button ${look}` }, label);
  button.addEventListener('click', onClick);
  return button;
}

/** A button that shows a glyph and bears its label as tooltip and accessible name. */
export function iconButton(glyph: string, label: string, onClick: () => void) {
  const button = element(
    'button',
    { type: 'button', class: 'icon-button', title: label, 'aria-label': label },
    icon(glyph),
  );
  button.addEventListener('click', onClick);
  return button;
}

import { element, icon } from '../element';

export interface MenuItem {
  readonly label: string;
  /** Of a choice among others: whether it is the present one. */
  readonly checked?: boolean;
  /** The key that does the same, shown behind the label. */
  readonly key?: string;
  readonly choose: () => void;
}

/** A button that opens a menu above itself. Arrow keys, Home, End, Escape and Tab do what they do in any menu. */
export class MenuButton {
  readonly element: HTMLElement;
  readonly button: HTMLButtonElement;
  private readonly menu = element('div', { class: 'menu', role: 'menu' });

  /**
   * @param items asked for each time the menu opens; groups are set apart by a line
   * @param look classes of the button
   */
  constructor(
    label: string,
    private readonly items: () => readonly (readonly MenuItem[])[],
    look: string,
    ...content: readonly (Node | string)[]
  ) {
    this.button = element(
      'button',
      { type: 'button', class: look, 'aria-haspopup': 'menu', 'aria-expanded': 'false' },
      ...content,
    );
    this.name(label);
    this.menu.hidden = true;
    this.element = element('div', { class: 'menu-anchor' }, this.button, this.menu);
    this.button.addEventListener('click', () => this.toggle());
    this.element.addEventListener('keydown', (event) => this.handleKey(event));
    this.element.addEventListener('focusout', ({ relatedTarget }) => {
      if (!(relatedTarget instanceof Node && this.element.contains(relatedTarget))) this.close();
    });
  }

  /** The button's tooltip and accessible name, and the menu's name. */
  name(label: string): void {
    this.button.title = label;
    this.button.setAttribute('aria-label', label);
    this.menu.setAttribute('aria-label', label);
  }

  private get open(): boolean {
    return !this.menu.hidden;
  }

  private get entries(): HTMLButtonElement[] {
    return [...this.menu.querySelectorAll('button')];
  }

  private toggle(): void {
    if (this.open) {
      this.close();
      return;
    }
    const groups = this.items().map((group) => group.map((item) => this.itemButton(item)));
    const line = () => element('div', { class: 'menu-line', role: 'separator' });
    this.menu.replaceChildren(
      ...groups.flatMap((group, index) => (index === 0 ? group : [line(), ...group])),
    );
    this.menu.hidden = false;
    this.button.setAttribute('aria-expanded', 'true');
    (this.entries.find((entry) => entry.ariaChecked === 'true') ?? this.entries[0])?.focus();
  }

  private close(): void {
    this.menu.hidden = true;
    this.button.setAttribute('aria-expanded', 'false');
  }

  private itemButton({ label, checked, key, choose }: MenuItem): HTMLButtonElement {
    const role = checked === undefined ? 'menuitem' : 'menuitemradio';
    const button = element(
      'button',
      {
        type: 'button',
        class: 'menu-item',
        role,
        tabindex: '-1',
        ...(checked === undefined ? {} : { 'aria-checked': String(checked) }),
      },
      ...(checked === undefined ? [] : [icon(checked ? 'check' : 'blank')]),
      element('span', { class: 'menu-label' }, label),
      ...(key === undefined ? [] : [element('span', { class: 'menu-key' }, key)]),
    );
    button.addEventListener('click', () => {
      this.button.focus();
      this.close();
      choose();
    });
    return button;
  }

  private handleKey(event: KeyboardEvent): void {
    if (!this.open) {
      if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
      event.preventDefault();
      this.toggle();
      return;
    }
    const { entries } = this;
    const at = entries.indexOf(document.activeElement as HTMLButtonElement);
    const target = {
      ArrowDown: (at + 1) % entries.length,
      ArrowUp: (at + entries.length - 1) % entries.length,
      Home: 0,
      End: entries.length - 1,
    }[event.key];
    if (target !== undefined) entries[target]?.focus();
    else if (event.key === 'Escape') {
      this.close();
      this.button.focus();
    } else return;
    event.preventDefault();
    // An open menu's Escape does not also stop an answer.
    event.stopPropagation();
  }
}

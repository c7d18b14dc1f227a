import { fillLabel } from '../../routing/fillLabel';
import { element, icon } from '../element';
import type { AttachChoice, Chip, SidebarLabels } from '../sidebarProtocol';
import { chipList } from './chips';
import { MenuButton } from './menuButton';
import { formatCount } from './numbers';

export interface AttachActions {
  readonly attach: (what: AttachChoice) => void;
  readonly detach: (id: string) => void;
}

/** What the next prompt takes along, and the menu that adds to it. */
export class ComposerAttachments {
  readonly element = element('div', { class: 'composer-attachments', 'aria-live': 'polite' });
  /** In the composer's row of tools. */
  readonly button: HTMLElement;
  private readonly menu: MenuButton;
  private shown = '[]';

  /** @param budget in tokens; what is longer together will be cut */
  constructor(
    private readonly labels: SidebarLabels,
    private readonly actions: AttachActions,
    private readonly budget: number,
  ) {
    const choices = Object.entries(labels.attachChoices) as [AttachChoice, string][];
    const items = choices.map(([what, label]) => ({ label, choose: () => actions.attach(what) }));
    this.menu = new MenuButton(labels.attach, () => [items], 'icon-button', icon('attach'));
    this.button = this.menu.element;
    this.element.hidden = true;
  }

  show(chips: readonly Chip[]): void {
    const key = JSON.stringify(chips);
    if (key === this.shown) return;
    this.shown = key;
    const focusWasIn = this.element.contains(document.activeElement);
    this.element.hidden = chips.length === 0;
    const total = chips.reduce((sum, { tokens }) => sum + tokens, 0);
    const warning = fillLabel(this.labels.overBudget, formatCount(this.budget));
    this.element.replaceChildren(
      chipList(chips, this.labels, (chip) => this.actions.detach(chip.id)),
      ...(total > this.budget
        ? [element('p', { class: 'over-budget', role: 'status' }, icon('warning'), warning)]
        : []),
    );
    // The chip that had the focus has gone: the next one takes it, or else the button that adds.
    if (focusWasIn) (this.element.querySelector('button') ?? this.menu.button).focus();
  }
}

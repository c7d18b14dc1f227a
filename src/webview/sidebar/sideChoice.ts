import type { Side } from '../../routing/chat';
import { fillLabel } from '../../routing/fillLabel';
import { element, icon, iconButton } from '../element';
import type { SidebarLabels } from '../sidebarProtocol';
import { strongKey } from './keys';
import { MenuButton, type MenuItem } from './menuButton';

const sides = ['strong', 'weak'] as const;

/** Who answers: the router's choice, or a side for the next prompt, or for the chat. The chat's stays until it is taken back. */
export class SideChoice {
  /** In the composer's row of tools. */
  readonly element: HTMLElement;
  /** Says that the chat is pinned; empty while it is not. */
  readonly pin = element('div', { class: 'pin' });
  private readonly menu: MenuButton;
  private readonly shown = element('span', { class: 'who' });
  private next: Side | undefined;
  private pinned: Side | null = null;

  /** @param setPin asks the host to pin the chat; `showPinned` follows */
  constructor(
    private readonly labels: SidebarLabels,
    private readonly setPin: (side: Side | null) => void,
  ) {
    this.menu = new MenuButton('', () => this.items(), 'who-button', this.shown, icon('chevron-down'));
    this.element = this.menu.element;
    this.show();
  }

  /** The side asked for by name for the next prompt, which it is for once. */
  takeForPrompt(): Side | undefined {
    const side = this.next;
    this.setNext(undefined);
    return side;
  }

  showPinned(side: Side | null): void {
    this.pinned = side;
    this.show();
  }

  private setNext(side: Side | undefined): void {
    this.next = side;
    this.show();
  }

  private items(): MenuItem[][] {
    const { labels, next, pinned } = this;
    const forPrompt = (side: Side): MenuItem => ({
      label: fillLabel(labels.thisPrompt, labels[side]),
      checked: next === side,
      ...(side === 'strong' ? { key: strongKey } : {}),
      choose: () => this.setNext(side),
    });
    const forChat = (side: Side): MenuItem => ({
      label: fillLabel(labels.thisChat, labels[side]),
      checked: next === undefined && pinned === side,
      choose: () => {
        this.setNext(undefined);
        this.setPin(side);
      },
    });
    const decide: MenuItem = {
      label: labels.letTurnoutDecide,
      checked: next === undefined && pinned === null,
      choose: () => {
        this.setNext(undefined);
        if (this.pinned !== null) this.setPin(null);
      },
    };
    return [[decide], sides.map(forPrompt), sides.map(forChat)];
  }

  private show(): void {
    const { labels, next, pinned } = this;
    const side = next ?? pinned;
    const name = side === null ? labels.auto : labels[side];
    this.shown.textContent = name;
    this.menu.name(fillLabel(labels.whoAnswers, name));
    this.menu.button.classList.toggle('chosen', side !== null);
    this.pin.hidden = pinned === null;
    this.pin.replaceChildren(...(pinned === null ? [] : [this.pinChip(pinned)]));
  }

  private pinChip(side: Side): HTMLElement {
    const { labels } = this;
    return element(
      'span',
      { class: 'chip pinned' },
      icon('pinned'),
      element('span', { class: 'chip-name' }, fillLabel(labels.pinned, labels[side])),
      iconButton('close', labels.unpin, () => this.setPin(null)),
    );
  }
}

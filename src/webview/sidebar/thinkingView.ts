import { element, icon } from '../element';
import type { SidebarLabels } from '../sidebarProtocol';

/** What the model thought before it answered, folded away. */
export class ThinkingView {
  readonly element: HTMLElement;
  private readonly text = element('div', { class: 'thinking-text' });
  private shown = '';

  constructor(labels: Pick<SidebarLabels, 'thinking'>) {
    this.element = element(
      'details',
      { class: 'thinking' },
      element('summary', {}, icon('chevron-right'), labels.thinking),
      this.text,
    );
    this.element.hidden = true;
  }

  show(thinking: string): void {
    if (thinking === this.shown) return;
    this.shown = thinking;
    this.text.textContent = thinking.trim();
    this.element.hidden = thinking.trim() === '';
  }
}

import { element, icon } from '../element';
import type { Badge, SidebarLabels } from '../protocol';

/** The line above an answer: who answers, why and for how much; it unfolds into the reason in full. */
export class DecisionView {
  readonly element = element('details', { class: 'decision' });
  private readonly summary = element('summary');
  private readonly reason = element('p', { class: 'reason' });

  constructor(private readonly labels: Pick<SidebarLabels, 'practice'>) {
    this.element.append(this.summary, this.reason);
    this.element.hidden = true;
  }

  show(badge: Badge | undefined): void {
    this.element.hidden = badge === undefined;
    if (badge === undefined) return;
    const { side, sideLabel, model, comparison, cost, reason, practice } = badge;
    this.summary.title = reason;
    this.summary.setAttribute('aria-description', reason);
    this.reason.textContent = reason;
    const unfold = icon('chevron-right');
    unfold.classList.add('unfold');
    const parts = [
      unfold,
      element('span', { class: `side ${side}` }, sideLabel),
      element('span', { class: 'model' }, model),
      ...(practice ? [element('span', { class: 'side practice' }, this.labels.practice)] : []),
      element('span', { class: 'detail comparison' }, comparison),
      element('span', { class: 'detail cost' }, cost),
    ];
    // The spaces are for those who hear or copy the line.
    this.summary.replaceChildren(...parts.flatMap((part) => [part, ' ']));
  }
}

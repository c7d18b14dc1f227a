import { element, icon } from '../element';
import type { Badge, SidebarLabels } from '../sidebarProtocol';
import { winRateScale } from './winRateScale';

/** The line above an answer: who answers and for how much. "Why?" unfolds the reason in full. */
export class DecisionView {
  readonly element = element('details', { class: 'decision' });
  private readonly summary = element('summary');
  private readonly why = element('div', { class: 'why' });

  private explained = true;

  /** @param explain called when the reason is unfolded and not all of it is known */
  constructor(
    private readonly labels: Pick<SidebarLabels, 'practice' | 'why' | 'winRate' | 'threshold'>,
    explain: () => void,
  ) {
    this.element.append(this.summary, this.why);
    this.element.addEventListener('toggle', () => {
      if (this.element.open && !this.explained) explain();
    });
    this.element.hidden = true;
  }

  show(badge: Badge | undefined): void {
    this.element.hidden = badge === undefined;
    if (badge === undefined) return;
    const { labels } = this;
    const { side, sideLabel, model, comparison, cost, reason, practice, scale, explanation = [] } = badge;
    this.explained = badge.explanation !== undefined;
    this.summary.title = reason;
    this.summary.setAttribute('aria-description', reason);
    const parts = [
      element('span', { class: `side ${side}` }, sideLabel),
      element('span', { class: 'model' }, model),
      ...(practice ? [element('span', { class: 'side practice' }, labels.practice)] : []),
      element('span', { class: 'detail comparison' }, comparison),
      element('span', { class: 'detail cost' }, cost),
      element('span', { class: 'unfold' }, labels.why, icon('chevron-right')),
    ];
    // The spaces are for those who hear or copy the line.
    this.summary.replaceChildren(...parts.flatMap((part) => [part, ' ']));
    this.why.replaceChildren(
      element('p', { class: 'reason' }, reason),
      ...(scale === undefined ? [] : [winRateScale(scale, labels)]),
      ...(explanation.length === 0
        ? []
        : [element('ul', { class: 'explanation' }, ...explanation.map((line) => element('li', {}, line)))]),
    );
  }
}

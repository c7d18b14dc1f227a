import { isDay, type RangeChoice } from '../../routing/report/dateRange';
import { element } from '../element';
import type { ReportState } from '../reportProtocol';

const kinds: readonly RangeChoice['kind'][] = ['last-7-days', 'last-30-days', 'this-month', 'all', 'between'];

/** Chooses the days a report is about. */
export class RangePicker {
  readonly element: HTMLElement;
  private readonly radios: readonly {
    readonly kind: RangeChoice['kind'];
    readonly radio: HTMLInputElement;
  }[];
  private readonly from = dayInput('range-from');
  private readonly to = dayInput('range-to');
  private readonly problem = element('p', { id: 'range-problem', class: 'problem', role: 'alert' });
  private readonly dates: HTMLFormElement;
  /** Two days are being written, and not yet asked for: what follows the ledger leaves them alone. */
  private isWriting = false;

  /** `choose` is told only of a whole range. */
  constructor(
    labels: ReportState['labels'],
    private readonly choose: (choice: RangeChoice) => void,
  ) {
    this.dates = element(
      'form',
      { class: 'dates' },
      element('label', {}, labels.from, this.from),
      element('label', {}, labels.to, this.to),
      element('button', { id: 'range-show', type: 'submit', class: 'button secondary' }, labels.showRange),
      this.problem,
    );
    this.dates.addEventListener('input', () => {
      this.isWriting = true;
    });
    this.dates.addEventListener('submit', (event) => {
      event.preventDefault();
      this.submit(labels.badRange);
    });
    this.radios = kinds.map((kind) => {
      const radio = element('input', { id: `range-${kind}`, type: 'radio', name: 'range' });
      radio.addEventListener('change', () => this.pick(kind));
      return { kind, radio };
    });
    this.element = element(
      'div',
      { class: 'range' },
      element(
        'div',
        { class: 'choices', role: 'radiogroup', 'aria-label': labels.range },
        ...this.radios.map(({ kind, radio }) =>
          element('label', { class: 'choice' }, radio, element('span', {}, labels.ranges[kind])),
        ),
      ),
      this.dates,
    );
  }

  /** Shows the days of a report, unless a person is writing others. */
  show({ choice, report }: ReportState): void {
    if (this.isWriting) return;
    for (const { kind, radio } of this.radios) radio.checked = kind === choice.kind;
    this.dates.hidden = choice.kind !== 'between';
    const shown = choice.kind === 'between' ? choice : report.range;
    this.from.value = shown.from ?? report.recorded?.from ?? '';
    this.to.value = shown.to ?? report.recorded?.to ?? '';
    this.problem.textContent = '';
  }

  private pick(kind: RangeChoice['kind']): void {
    this.isWriting = kind === 'between';
    this.dates.hidden = kind !== 'between';
    if (kind !== 'between') this.choose({ kind });
  }

  private submit(badRange: string): void {
    const [from, to] = [this.from.value, this.to.value];
    const whole = isDay(from) && isDay(to) && from <= to;
    this.problem.textContent = whole ? '' : badRange;
    if (!whole) return;
    this.isWriting = false;
    this.choose({ kind: 'between', from, to });
  }
}

function dayInput(id: string): HTMLInputElement {
  return element('input', { id, type: 'date', 'aria-describedby': 'range-problem' });
}

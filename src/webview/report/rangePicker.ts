import { isDay, type RangeChoice } from '../../routing/report/dateRange';
import { element } from '../element';
import type { ReportState } from '../reportProtocol';

const kinds: readonly RangeChoice['kind'][] = ['last-7-days', 'last-30-days', 'this-month', 'all', 'between'];

/** Chooses the days a report is about. `choose` is told only of a whole range. */
export function rangePicker(
  { labels, choice, report }: ReportState,
  choose: (choice: RangeChoice) => void,
): HTMLElement {
  const day = (id: string, value: string | undefined) =>
    element('input', { id, type: 'date', value: value ?? '', 'aria-describedby': 'range-problem' });
  const shown = choice.kind === 'between' ? choice : report.range;
  const from = day('range-from', shown.from ?? report.recorded?.from);
  const to = day('range-to', shown.to ?? report.recorded?.to);
  const problem = element('p', { id: 'range-problem', class: 'problem', role: 'alert' });
  const dates = element(
    'form',
    { class: 'dates' },
    element('label', {}, labels.from, from),
    element('label', {}, labels.to, to),
    element('button', { id: 'range-show', type: 'submit', class: 'button secondary' }, labels.showRange),
    problem,
  );
  dates.hidden = choice.kind !== 'between';
  dates.addEventListener('submit', (event) => {
    event.preventDefault();
    const whole = isDay(from.value) && isDay(to.value) && from.value <= to.value;
    problem.textContent = whole ? '' : labels.badRange;
    if (whole) choose({ kind: 'between', from: from.value, to: to.value });
  });
  const radios = kinds.map((kind) => {
    const radio = element('input', { id: `range-${kind}`, type: 'radio', name: 'range' });
    radio.checked = kind === choice.kind;
    radio.addEventListener('change', () => {
      dates.hidden = kind !== 'between';
      if (kind !== 'between') choose({ kind });
    });
    return element('label', { class: 'choice' }, radio, element('span', {}, labels.ranges[kind]));
  });
  return element(
    'div',
    { class: 'range' },
    element('div', { class: 'choices', role: 'radiogroup', 'aria-label': labels.range }, ...radios),
    dates,
  );
}

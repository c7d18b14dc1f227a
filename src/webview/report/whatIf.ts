import { fillLabel } from '../../routing/fillLabel';
import { type Redecision, spendAt } from '../../routing/report/redecision';
import type { SliderHistory } from '../../routing/report/report';
import type { ReportFormat } from '../../routing/report/reportFormat';
import type { ReportTable } from '../../routing/report/reportTables';
import { element } from '../element';
import type { ReportState } from '../reportProtocol';
import type { ChartSubject } from './chartCard';
import { lineOf, moneyLines } from './chartOptions';

/** What every stop of the slider would have cost, against what was spent. */
export function whatIfSubject(
  table: ReportTable,
  slider: SliderHistory,
  { labels }: ReportState,
  { money, percent, fullDay }: ReportFormat,
): ChartSubject<'line'> {
  const { stops, redecision } = slider;
  const title = labels.headings.slider;
  const ends = [stops[0], stops.at(-1)].flatMap((stop) =>
    stop === undefined ? [] : [`${percent(stop.strongShare)}: ${money(stop.spent)}`],
  );
  return {
    table,
    title,
    note: fillLabel(labels.explained.slider ?? '', fullDay(slider.from), fullDay(slider.to)),
    description: `${title}. ${ends.join(', ')}. ${labels.spent}: ${money(redecision.spent)}`,
    configure: (ink) => {
      const spent = lineOf(
        labels.spent,
        ink.mark,
        stops.map(() => redecision.spent),
      );
      return moneyLines(ink, money, {
        labels: stops.map(({ strongShare }) => percent(strongShare)),
        datasets: [
          lineOf(
            labels.wouldHaveSpent,
            ink.spent,
            stops.map((stop) => stop.spent),
          ),
          { ...spent, borderDash: [5, 4], pointRadius: 0 },
        ],
      });
    },
  };
}

/**
 * A slider that says of any share what it would have cost.
 *
 * @param percent where it stands, from 0 to 100
 * @param onMove told where it was moved to
 */
export function whatIfSlider(
  { redecision }: SliderHistory,
  state: ReportState,
  format: ReportFormat,
  percent: number,
  onMove: (percent: number) => void,
): HTMLElement {
  const { labels } = state;
  const input = element('input', {
    id: 'what-if',
    type: 'range',
    min: '0',
    max: '100',
    step: '1',
    value: String(percent),
  });
  const output = element('output', { for: input.id });
  const say = () => {
    const share = Number(input.value) / 100;
    const spent = spendAt(share, redecision);
    output.textContent = describeStop(share, spent, redecision.spent, state, format);
    input.setAttribute('aria-valuetext', format.percent(share));
  };
  input.addEventListener('input', () => {
    say();
    onMove(Number(input.value));
  });
  say();
  return element(
    'div',
    { class: 'what-if' },
    element('label', { for: input.id }, labels.whatIf),
    input,
    output,
    ...(redecision.fixedCalls === 0 ? [] : [describeFixed(redecision, state, format)]),
  );
}

function describeFixed(
  { fixedCalls, fixedSpent }: Redecision,
  { labels }: ReportState,
  { count, money }: ReportFormat,
): HTMLElement {
  return element('p', {}, fillLabel(labels.whatIfFixed, count(fixedCalls), money(fixedSpent)));
}

function describeStop(
  share: number,
  spent: number,
  reallySpent: number,
  { labels }: ReportState,
  { percent, money }: ReportFormat,
): string {
  const difference = money(Math.abs(spent - reallySpent));
  const values = [percent(share), money(spent), difference, money(reallySpent)];
  if (difference === money(0)) return fillLabel(labels.whatIfSame, ...values);
  return fillLabel(spent < reallySpent ? labels.whatIfLess : labels.whatIfMore, ...values);
}

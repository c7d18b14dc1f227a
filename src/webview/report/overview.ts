import { hasPrices } from '../../routing/report';
import { element, icon } from '../element';
import type { ReportState } from '../protocol';
import type { Format } from './format';

/** The headline: what was saved, against what, and what it is made of. */
export function overviewSection(state: ReportState, format: Format): HTMLElement {
  const { labels, report } = state;
  const sum = (amount: number) => (hasPrices(report) ? amount : null);
  const saved = sum(report.saved);
  return element(
    'section',
    { class: 'overview' },
    element(
      'div',
      { class: 'headline' },
      element('h2', {}, labels.saved),
      element('p', { class: `saved ${tone(saved)}` }, format.signedMoney(saved)),
      element('p', { class: 'explanation' }, labels.savedExplanation),
    ),
    element(
      'dl',
      { class: 'costs' },
      ...costBars(
        [
          { label: labels.spent, amount: sum(report.spent), role: 'spent' },
          { label: labels.alwaysStrong, amount: sum(report.alwaysStrongCost), role: 'always-strong' },
          { label: labels.alwaysWeak, amount: sum(report.alwaysWeakCost), role: 'always-weak' },
        ],
        format,
      ),
    ),
    element(
      'dl',
      { class: 'figures' },
      figure(labels.requests, format.count(report.requests)),
      figure(labels.strongShare, format.percent(report.strongShare)),
    ),
    notesList(state, format),
  );
}

function tone(saved: number | null): 'gain' | 'loss' | 'even' {
  if (saved === null || saved === 0) return 'even';
  return saved > 0 ? 'gain' : 'loss';
}

function figure(label: string, value: string): HTMLElement {
  return element('div', { class: 'figure' }, element('dt', {}, label), element('dd', {}, value));
}

interface Cost {
  readonly label: string;
  readonly amount: number | null;
  readonly role: 'spent' | 'always-strong' | 'always-weak';
}

function costBars(costs: readonly Cost[], format: Format): HTMLElement[] {
  const longest = Math.max(...costs.map(({ amount }) => amount ?? 0));
  return costs.map(({ label, amount, role }) => {
    const bar = element('span', { class: 'bar', 'aria-hidden': 'true' });
    bar.hidden = amount === null;
    bar.style.setProperty('--part', longest === 0 ? '0' : String((amount ?? 0) / longest));
    return element(
      'div',
      { class: `cost ${role}` },
      element('dt', {}, label),
      element('dd', {}, bar, element('span', { class: 'amount' }, format.money(amount))),
    );
  });
}

/** What the sums leave out. */
export function notesList({ labels, report, skippedLines }: ReportState, format: Format): HTMLElement {
  const notes: readonly (readonly [label: string, count: number])[] = [
    [labels.unpriced, report.unpriced],
    [labels.practiceCalls, report.practiceCalls],
    [labels.skippedLines, skippedLines],
  ];
  const list = element(
    'ul',
    { class: 'notes' },
    ...notes
      .filter(([, count]) => count > 0)
      .map(([label, count]) =>
        element('li', {}, icon('info'), element('span', {}, `${label}: ${format.count(count)}`)),
      ),
  );
  list.hidden = list.childElementCount === 0;
  return list;
}

import { fillLabel } from '../../routing/fillLabel';
import type { ReportFormat } from '../../routing/report/reportFormat';
import { moneyOf } from '../../routing/report/reportTables';
import { element, icon } from '../element';
import type { ReportState } from '../reportProtocol';

/** The headline: what was saved, how sure that is, against what, and what it is made of. */
export function overviewSection(state: ReportState, format: ReportFormat): HTMLElement {
  const { labels, report } = state;
  const sum = (amount: number) => moneyOf(report, amount);
  const { control } = report;
  return element(
    'section',
    { class: 'overview' },
    headline(state, format),
    element(
      'dl',
      { class: 'costs' },
      ...costBars(
        [
          { label: labels.spent, amount: sum(report.spent), role: 'spent' },
          ...(control === null
            ? []
            : [
                {
                  label: labels.random,
                  amount: control.randomCost,
                  role: 'random',
                  explained: labels.randomExplained,
                } as const,
              ]),
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
      qualityFigure(state, format),
    ),
    notesList(state, format),
  );
}

function headline({ labels, report }: ReportState, format: ReportFormat): HTMLElement {
  const saved = moneyOf(report, report.saved);
  const { interval, basis } = report;
  const { money, signedMoney, count } = format;
  const lines: HTMLElement[] = [];
  if (interval !== null) {
    lines.push(
      element(
        'p',
        { class: 'interval' },
        fillLabel(labels.interval, signedMoney(interval.low), signedMoney(interval.high)),
      ),
    );
  }
  if (saved !== null) {
    lines.push(
      element(
        'p',
        { class: 'explanation equation' },
        fillLabel(
          labels.savedEquation,
          money(report.alwaysStrongCost),
          money(report.spent),
          money(report.routingCost),
        ),
      ),
      element('p', { class: 'explanation' }, labels.intervalExplained),
      element(
        'p',
        { class: 'explanation basis' },
        fillLabel(labels.basis, count(basis.own), count(basis.expectedLength), count(basis.sameTokens)),
      ),
    );
  }
  return element(
    'div',
    { class: 'headline' },
    element('h2', {}, labels.saved),
    element('p', { class: `saved ${tone(saved, format)}` }, signedMoney(saved)),
    ...lines,
  );
}

function tone(saved: number | null, { signedMoney }: ReportFormat): 'gain' | 'loss' | 'even' {
  if (saved === null || signedMoney(saved) === signedMoney(0)) return 'even';
  return saved > 0 ? 'gain' : 'loss';
}

function figure(label: string, value: string, explained?: string): HTMLElement {
  return element(
    'div',
    { class: 'figure' },
    element('dt', {}, label),
    element('dd', {}, value),
    ...(explained === undefined ? [] : [element('dd', { class: 'explanation' }, explained)]),
  );
}

function qualityFigure({ labels, report: { quality } }: ReportState, { percent }: ReportFormat) {
  if (quality === null) return figure(labels.qualityKept, labels.notTested);
  const whole = (share: number) => String(Math.round(share * 100));
  return figure(
    labels.qualityKept,
    fillLabel(labels.qualityInterval, percent(quality.pgr), whole(quality.low), whole(quality.high)),
    fillLabel(
      labels.qualityExplained,
      quality.router,
      percent(quality.strongShare),
      percent(quality.randomPgr),
    ),
  );
}

interface Cost {
  readonly label: string;
  readonly amount: number | null;
  readonly role: 'spent' | 'random' | 'always-strong' | 'always-weak';
  readonly explained?: string;
}

function costBars(costs: readonly Cost[], format: ReportFormat): HTMLElement[] {
  const longest = Math.max(...costs.map(({ amount }) => amount ?? 0));
  return costs.map(({ label, amount, role, explained }) => {
    const bar = element('span', { class: 'bar', 'aria-hidden': 'true' });
    bar.hidden = amount === null;
    bar.style.setProperty('--part', longest === 0 ? '0' : String((amount ?? 0) / longest));
    return element(
      'div',
      { class: `cost ${role}` },
      element('dt', {}, label),
      element('dd', {}, bar, element('span', { class: 'amount' }, format.money(amount))),
      ...(explained === undefined ? [] : [element('dd', { class: 'explanation' }, explained)]),
    );
  });
}

/** What the sums leave out. */
export function notesList({ labels, report }: ReportState, format: ReportFormat): HTMLElement {
  const notes: readonly (readonly [label: string, count: number])[] = [
    [labels.unpriced, report.unpriced],
    [labels.practiceCalls, report.practiceCalls],
    [labels.estimatedUsage, report.estimatedUsage],
    [labels.skippedLines, report.skippedLines],
    [labels.newerLines, report.newerLines],
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

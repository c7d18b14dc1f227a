import type { Entry } from '../../routing/ledger/ledger';
import { compareCall } from '../../routing/report/comparedCall';
import type { ReportFormat } from '../../routing/report/reportFormat';
import { element, icon } from '../element';
import type { ReportState } from '../reportProtocol';

/** The latest decisions, newest first, each with its reason. */
export function decisionsSection(
  { labels, report, reasons }: ReportState,
  format: ReportFormat,
): HTMLElement {
  const heading = element('h2', { id: 'latest-decisions' }, labels.headings.latest);
  const column = (name: string, kind = '') => element('th', { scope: 'col', class: kind }, name);
  const row = (entry: Entry) =>
    decisionRow(
      entry,
      reasons[entry.id] ?? '',
      compareCall(entry, report.basis)?.saved ?? null,
      labels,
      format,
    );
  return element(
    'section',
    {},
    heading,
    element(
      'div',
      // It scrolls sideways where it is wider than the panel: then the keyboard must reach it.
      {
        id: 'frame-latest',
        class: 'table-frame',
        tabindex: '0',
        role: 'region',
        'aria-labelledby': heading.id,
      },
      element(
        'table',
        { 'aria-labelledby': heading.id },
        element(
          'thead',
          {},
          element(
            'tr',
            {},
            column(labels.time),
            column(labels.model),
            column(labels.winRate, 'number'),
            column(labels.threshold, 'number'),
            column(labels.cost, 'number'),
            column(labels.saving, 'number'),
            column(labels.outcome),
            column(labels.reason),
          ),
        ),
        element('tbody', {}, ...report.latest.map(row)),
      ),
    ),
  );
}

function decisionRow(
  entry: Entry,
  reason: string,
  saved: number | null,
  labels: ReportState['labels'],
  format: ReportFormat,
): HTMLElement {
  const { decision, outcome, pair } = entry;
  const practice = entry.kind === 'practice';
  const model = element(
    'td',
    { class: 'model' },
    element('span', { class: `side ${decision.model}` }, labels.sides[decision.model]),
    // The spaces part what is read aloud.
    ` ${pair[decision.model].model}`,
    ...(practice ? [' ', element('span', { class: 'side practice' }, labels.practice)] : []),
  );
  const money = practice
    ? [cell('–', 'number'), cell('–', 'number')]
    : [cell(format.money(entry.cost), 'number'), cell(format.signedMoney(saved), 'number')];
  const why = element('td', { class: 'why' });
  const row = element(
    'tr',
    {},
    element('td', {}, element('time', { datetime: entry.time }, format.time(entry.time))),
    model,
    cell(format.rate(decision.winRate), 'number'),
    cell(format.rate(decision.threshold), 'number'),
    ...money,
    cell(labels.outcomes[outcome.kind], `outcome ${outcome.kind}`),
    why,
  );
  const columns = String(row.cells.length);
  const wholeReason = element('tr', {}, element('td', { class: 'reason', colspan: columns }, reason));
  why.append(reasonButton(reason, (open) => (open ? row.after(wholeReason) : wholeReason.remove())));
  return row;
}

function cell(text: string, kind: string): HTMLElement {
  return element('td', { class: kind }, text);
}

/** As much of the reason as there is room for. */
function reasonButton(reason: string, toggle: (open: boolean) => void): HTMLElement {
  const arrow = icon('chevron-right');
  const button = element(
    'button',
    { type: 'button', 'aria-expanded': 'false', title: reason },
    arrow,
    element('span', {}, reason),
  );
  button.addEventListener('click', () => {
    const open = button.getAttribute('aria-expanded') !== 'true';
    button.setAttribute('aria-expanded', String(open));
    arrow.className = `codicon codicon-chevron-${open ? 'down' : 'right'}`;
    toggle(open);
  });
  return button;
}

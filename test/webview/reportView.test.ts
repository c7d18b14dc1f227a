// @vitest-environment jsdom
import { beforeEach, expect, test, vi } from 'vitest';
import { ReportView } from '../../src/webview/report/reportView';
import type { ReportToHost } from '../../src/webview/reportProtocol';
import { fourRequests, reportWith, stateWith, totalsWith } from './reports';

// jsdom has no canvas: what is drawn is looked at in the walk, what is said and written here.
vi.mock('chart.js', async (original) => ({
  ...(await original<object>()),
  Chart: class {
    static register() {}
    destroy() {}
  },
}));

const posted: ReportToHost[] = [];
let view: ReportView;
beforeEach(() => {
  posted.length = 0;
  view = new ReportView((message) => posted.push(message));
  document.body.replaceChildren(view.element);
});

const find = <Kind extends HTMLElement>(selector: string) => {
  const found = view.element.querySelector<Kind>(selector);
  if (found === null) throw new Error(`There is no ${selector}.`);
  return found;
};
const rowsOf = (id: string) =>
  [...find(`#frame-${id}`).querySelectorAll('tbody tr')].map((row) =>
    [...row.children].map((cell) => cell.textContent),
  );

test('the headline says what was saved, how sure that is, and what it is made of', () => {
  view.show(stateWith(fourRequests()));
  expect(find('.saved').textContent).toBe('+$5.00');
  expect(find('.interval').textContent).toBe('95 % interval: +$4.00 to +$6.50');
  expect(find('.equation').textContent).toBe('$8.00 always strong − $2.50 spent − $0.50 for deciding');
  expect(find('.cost.random .amount').textContent).toBe('$2.60');
  expect(find('.figures').textContent).toContain('33\u00a0% (27 to 40)Not measured on your answers.');
});

test('a loss is shown as one, and what has no price as unknown', () => {
  view.show(stateWith({ ...fourRequests(), saved: -1.5 }));
  expect(find('.saved.loss').textContent).toBe('−$1.50');
  view.show(
    stateWith({
      ...fourRequests(),
      ...totalsWith({ requests: 2, priced: 0, unpriced: 2 }),
      interval: null,
      control: null,
    }),
  );
  expect(find('.saved.even').textContent).toBe('unknown');
  expect(find('.notes').textContent).toContain('because a price is unknown: 2');
});

test('a table stands behind every chart', () => {
  view.show(stateWith(fourRequests()));
  expect(view.element.querySelectorAll('canvas[role=img][aria-label]')).toHaveLength(7);
  expect(view.element.querySelectorAll('.card details table')).toHaveLength(7);
  expect(rowsOf('spending')).toEqual([
    ['Oct 31, 2026', '$0.00', '$0.00', '$0.00'],
    ['Nov 1, 2026', '$2.00', '$6.00', '+$3.75'],
    ['Nov 2, 2026', '$2.00', '$6.00', '+$3.75'],
    ['Nov 3, 2026', '$2.50', '$8.00', '+$5.00'],
  ]);
  expect(rowsOf('models')).toEqual([
    ['cheap', '3', '3', '0\u00a0%', '$0.50', '$6.00', '+$5.25', '0'],
    ['dear', '1', '1', '100\u00a0%', '$2.00', '$2.00', '−$0.25', '0'],
  ]);
  expect(rowsOf('win-rates').filter(([, prompts]) => prompts !== '0')).toEqual([
    ['0.200 – 0.250', '2'],
    ['0.600 – 0.650', '2'],
  ]);
});

test('the slider says what any share would have cost', () => {
  view.show(stateWith(fourRequests()));
  const slider = find<HTMLInputElement>('#what-if');
  const move = (percent: number) => {
    slider.value = String(percent);
    slider.dispatchEvent(new Event('input'));
    return find('.what-if output').textContent;
  };
  expect(move(0)).toBe('At 0\u00a0% you would have spent $0.90: $1.60 less than the $2.50 you did.');
  expect(move(50)).toBe('At 50\u00a0% you would have spent $4.50: $2.00 more than the $2.50 you did.');
  expect(find('.what-if p').textContent).toMatch(/^Calls that no stop moves: 1, for \$0\.10\. You chose/);
  view.show(stateWith(fourRequests()));
  expect(find<HTMLInputElement>('#what-if').value).toBe('50');
});

test('of several routers the one that decided most is drawn, until another is chosen', () => {
  const report = fourRequests();
  const [first] = report.winRates;
  if (first === undefined) throw new Error('The report has win rates.');
  const bins = first.bins.map((_, bin) => (bin === 97 ? 1 : 0));
  const other = { router: 'lexical', version: null, prompts: 1, bins, threshold: null };
  view.show(stateWith({ ...report, winRates: [first, other] }));
  const drawn = () => find('.win-rates .note').textContent;
  expect(drawn()).toContain('4 prompts by router default 23b8b563');
  const select = find<HTMLSelectElement>('#win-rates-router');
  expect([...select.options].map(({ text }) => text)).toEqual([
    'default 23b8b563 (Prompts: 4)',
    'lexical (Prompts: 1)',
  ]);
  select.focus();
  select.value = 'lexical';
  select.dispatchEvent(new Event('change'));
  expect(drawn()).toContain('1 prompts by router lexical');
  expect(document.activeElement).toBe(find('#win-rates-router'));
  // The table has both, whichever is drawn.
  expect(rowsOf('win-rates').filter(([, ...counts]) => counts.some((count) => count !== '0'))).toEqual([
    ['0.200 – 0.250', '2', '0'],
    ['0.600 – 0.650', '2', '0'],
    ['0.950 – 1.000', '0', '1'],
  ]);
});

test('days are chosen at once, but from–to only as a whole', () => {
  view.show(stateWith(fourRequests()));
  find('#range-last-7-days').click();
  expect(posted).toEqual([{ type: 'range', choice: { kind: 'last-7-days' } }]);
  find('#range-between').click();
  find<HTMLInputElement>('#range-from').value = '2026-11-03';
  find<HTMLInputElement>('#range-to').value = '2026-11-01';
  find('#range-show').click();
  expect(find('#range-problem').textContent).toBe('Enter both days, the earlier one first.');
  find<HTMLInputElement>('#range-to').value = '2026-11-04';
  find('#range-show').click();
  expect(posted.slice(1)).toEqual([
    { type: 'range', choice: { kind: 'between', from: '2026-11-03', to: '2026-11-04' } },
  ]);
});

test('a report that was on its way as other days were chosen is not shown', () => {
  view.show(stateWith(fourRequests()));
  find('#range-last-7-days').click();
  find('#range-last-30-days').click();
  const late = { ...stateWith({ ...fourRequests(), saved: -1.5 }), choice: { kind: 'last-7-days' } as const };
  expect(view.show(late)).toBe(false);
  expect(find<HTMLInputElement>('#range-last-30-days').checked).toBe(true);
  expect(find('.saved').textContent).toBe('+$5.00');
  expect(view.show(stateWith({ ...fourRequests(), saved: -1.5 }))).toBe(true);
  expect(find('.saved').textContent).toBe('−$1.50');
});

test('days that are being written outlast what follows the ledger', () => {
  const choice = { kind: 'between', from: '2026-11-03', to: '2026-11-04' } as const;
  view.show(stateWith(fourRequests()));
  find('#range-between').click();
  find<HTMLInputElement>('#range-from').value = choice.from;
  view.show(stateWith(fourRequests()));
  expect(find('.dates').hidden).toBe(false);
  expect(find<HTMLInputElement>('#range-from').value).toBe(choice.from);
  find<HTMLInputElement>('#range-to').value = choice.to;
  find('#range-show').click();
  expect(view.show({ ...stateWith(fourRequests()), choice })).toBe(true);
  find<HTMLInputElement>('#range-to').value = '2026-11-09';
  find('.dates').dispatchEvent(new Event('input'));
  view.show({ ...stateWith(fourRequests()), choice });
  expect(find<HTMLInputElement>('#range-to').value).toBe('2026-11-09');
  find('#range-last-30-days').click();
  view.show(stateWith(fourRequests()));
  expect(find('.dates').hidden).toBe(true);
});

test('what follows the ledger keeps the focus and the opened tables', () => {
  view.show(stateWith(fourRequests()));
  find<HTMLDetailsElement>('#table-models').open = true;
  find('#show-models').focus();
  view.show(stateWith(fourRequests()));
  expect(find<HTMLDetailsElement>('#table-models').open).toBe(true);
  expect(document.activeElement).toBe(find('#show-models'));
});

test('an empty ledger and an empty range say what to do', () => {
  view.show(stateWith(reportWith()));
  expect(find('.empty').textContent).toContain('Nothing has been routed yet.');
  view.show(stateWith(reportWith({ recorded: { from: '2026-01-01', to: '2026-01-02' } })));
  expect(find('.empty').textContent).toContain('Nothing was routed in these days.');
  find('#range-all').click();
  expect(posted).toEqual([{ type: 'range', choice: { kind: 'all' } }]);
});

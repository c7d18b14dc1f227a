import type { ReportTable } from '../../routing/report/reportTables';
import { element } from '../element';

/**
 * A table that scrolls sideways where it is wider than the panel, so that the keyboard must reach it.
 *
 * @param name what screen readers call it
 */
export function tableFrame({ id, columns, rows }: ReportTable, name: string): HTMLElement {
  const head = columns.map(({ label, numeric }) =>
    element('th', { scope: 'col', class: numeric ? 'number' : '' }, label),
  );
  const body = rows.map((row) =>
    element(
      'tr',
      {},
      ...row.map((cell, index) =>
        index === 0
          ? element('th', { scope: 'row' }, cell)
          : element('td', { class: columns[index]?.numeric ? 'number' : '' }, cell),
      ),
    ),
  );
  return element(
    'div',
    { id: `frame-${id}`, class: 'table-frame', tabindex: '0', role: 'region', 'aria-label': name },
    element(
      'table',
      { 'aria-label': name },
      element('thead', {}, element('tr', {}, ...head)),
      element('tbody', {}, ...body),
    ),
  );
}

import { defaultRange, isSameRange, type RangeChoice } from '../../routing/report/dateRange';
import { createReportFormat, type ReportFormat } from '../../routing/report/reportFormat';
import { reportTables } from '../../routing/report/reportTables';
import { element, iconButton, textButton } from '../element';
import type { ReportState, ReportToHost } from '../reportProtocol';
import type { ReportCard } from './chartCard';
import { decisionsSection } from './decisionsTable';
import { notesList, overviewSection } from './overview';
import { RangePicker } from './rangePicker';
import { type CardChoices, reportCards } from './reportCards';

/** The savings report. */
export class ReportView {
  readonly element = element('div', { class: 'report' });
  private cards: readonly ReportCard[] = [];
  private readonly choices: CardChoices = { whatIf: undefined, router: undefined };
  private range: RangePicker | undefined;
  /** The days chosen last, if a person chose: a report of others was read before that. */
  private chosen: RangeChoice | undefined;

  constructor(private readonly post: (message: ReportToHost) => void) {}

  /**
   * Shows `state`, unless other days have been chosen since it was read. The element must be in the page, or the
   * charts have no size to draw in.
   *
   * @returns whether it is shown
   */
  show(state: ReportState): boolean {
    if (this.chosen !== undefined && !isSameRange(this.chosen, state.choice)) return false;
    const { labels, report, language } = state;
    const format = createReportFormat(language, labels);
    const restore = rememberPlace(this.element);
    for (const card of this.cards) card.destroy();
    this.cards = report.calls === 0 ? [] : this.makeCards(state, format);
    this.element.replaceChildren(
      this.header(state),
      ...(report.recorded === null ? [] : [this.showRange(state)]),
      report.calls === 0 ? this.emptySection(state, format) : overviewSection(state, format),
      element('div', { class: 'cards' }, ...this.cards.map((card) => card.element)),
      ...(report.latest.length > 0 ? [decisionsSection(state, format)] : []),
    );
    this.redraw();
    restore();
    return true;
  }

  /** Takes up the colours of a theme that has changed. */
  redraw(): void {
    for (const card of this.cards) card.draw();
  }

  private showRange(state: ReportState): HTMLElement {
    this.range ??= new RangePicker(state.labels, (choice) => {
      this.chosen = choice;
      this.post({ type: 'range', choice });
    });
    this.range.show(state);
    return this.range.element;
  }

  private makeCards(state: ReportState, format: ReportFormat): ReportCard[] {
    const tables = reportTables(state.report, state.labels, format, ({ id }) => state.reasons[id] ?? '');
    return reportCards(tables, state, format, this.choices, () => this.show(state));
  }

  private header({ labels, report }: ReportState): HTMLElement {
    const named = (id: string, button: HTMLButtonElement) => {
      button.id = id;
      return button;
    };
    const some = report.calls > 0 || report.practiceCalls > 0;
    const files = [
      named(
        'export-csv',
        textButton(labels.exportCsv, () => this.post({ type: 'export', as: 'csv' }), 'secondary'),
      ),
      named(
        'export-json',
        textButton(labels.exportJson, () => this.post({ type: 'export', as: 'json' }), 'secondary'),
      ),
      named(
        'print',
        textButton(labels.print, () => this.print(), 'secondary'),
      ),
    ];
    return element(
      'header',
      {},
      element('h1', {}, labels.title),
      element(
        'div',
        { class: 'actions' },
        ...(some ? files : []),
        named(
          'refresh',
          iconButton('refresh', labels.refresh, () => this.post({ type: 'refresh' })),
        ),
      ),
    );
  }

  private print(): void {
    this.post({ type: 'print', charts: this.cards.map((card) => ({ id: card.id, png: card.picture() })) });
  }

  /** Practice calls alone are shown below, and count for nothing: then only the notes say so. */
  private emptySection(state: ReportState, format: ReportFormat): HTMLElement {
    const { labels, report } = state;
    const message = report.recorded === null ? labels.empty : labels.emptyRange;
    return element(
      'section',
      { class: 'empty' },
      ...(report.recorded === null && report.latest.length > 0 ? [] : [element('p', {}, message)]),
      notesList(state, format),
      ...(report.recorded === null
        ? [textButton(labels.openChat, () => this.post({ type: 'openChat' }), 'primary')]
        : []),
    );
  }
}

/** The choice that a page remembers from before it was reloaded. */
export function choiceOf(state: ReportState | undefined): RangeChoice {
  return state?.choice ?? defaultRange;
}

/** @returns what brings the focus and the opened tables back, once the page has been made anew */
function rememberPlace(page: HTMLElement): () => void {
  const focused = page.contains(document.activeElement) ? document.activeElement?.id : undefined;
  const open = [...page.querySelectorAll('details[open]')].map(({ id }) => id);
  return () => {
    for (const details of page.querySelectorAll('details')) details.open = open.includes(details.id);
    if (focused) document.getElementById(focused)?.focus();
  };
}

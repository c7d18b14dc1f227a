import { element, iconButton, textButton } from '../element';
import type { ReportState, ReportToHost } from '../protocol';
import { decisionsSection } from './decisionsTable';
import { createFormat, type Format } from './format';
import { notesList, overviewSection } from './overview';
import { SpendingChart } from './spendingChart';

/** The savings report. */
export class ReportView {
  readonly element = element('div', { class: 'report' });
  private chart: SpendingChart | undefined;

  constructor(private readonly post: (message: ReportToHost) => void) {}

  /** Shows `state`. The element must be in the page, or the chart has no size to draw in. */
  show(state: ReportState): void {
    const { labels, report } = state;
    const format = createFormat(state);
    const refocus = this.element.contains(document.activeElement);
    this.chart?.destroy();
    this.chart = undefined;
    const refresh = iconButton('refresh', labels.refresh, () => this.post({ type: 'refresh' }));
    this.element.replaceChildren(element('header', {}, element('h1', {}, labels.title), refresh));
    this.element.append(
      report.requests === 0 ? this.emptySection(state, format) : overviewSection(state, format),
    );
    if (report.priced > 0) {
      this.chart = new SpendingChart(state, format);
      this.element.append(this.chart.element);
      this.chart.draw();
    }
    if (report.latest.length > 0) this.element.append(decisionsSection(state, format));
    if (refocus) refresh.focus();
  }

  /** Takes up the colours of a theme that has changed. */
  redraw(): void {
    this.chart?.draw();
  }

  /** Practice calls alone are shown below, and count for nothing: then only the notes say so. */
  private emptySection(state: ReportState, format: Format): HTMLElement {
    const { labels, report } = state;
    return element(
      'section',
      { class: 'empty' },
      ...(report.latest.length === 0 ? [element('p', {}, labels.empty)] : []),
      notesList(state, format),
      textButton(labels.openChat, () => this.post({ type: 'openChat' }), 'primary'),
    );
  }
}

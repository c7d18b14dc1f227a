import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  type ChartConfiguration,
  type ChartType,
  Filler,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
} from 'chart.js';
import type { ReportTable, ReportTableId } from '../../routing/report/reportTables';
import { element } from '../element';
import { type ChartInk, paperInk, themeInk } from './chartInk';
import { tableFrame } from './tableFrame';

Chart.register(
  BarController,
  BarElement,
  CategoryScale,
  Filler,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
);

/** What one chart of the report shows and says. */
export interface ChartSubject<Type extends ChartType> {
  readonly table: ReportTable;
  readonly title: string;
  /** A line under the title. */
  readonly note?: string | undefined;
  /** The chart in a sentence, for those who do not see it. */
  readonly description: string;
  readonly configure: (ink: ChartInk) => ChartConfiguration<Type>;
}

/** Part of a report: a title, what is drawn, and its numbers as a table. */
export interface ReportCard {
  readonly id: ReportTableId;
  readonly element: HTMLElement;
  /** Draws in the theme's colours as they are now. The element must be in the page. */
  draw(): void;
  /** @returns the chart as it looks on paper, a PNG in base64 */
  picture(): string;
  destroy(): void;
}

/** A card with a chart of one kind. */
export class ChartCard<Type extends ChartType> implements ReportCard {
  readonly element: HTMLElement;
  private readonly canvas = element('canvas', { role: 'img' });
  private chart: Chart<Type> | undefined;

  constructor(
    private readonly subject: ChartSubject<Type>,
    showAsTable: string,
    ...below: readonly HTMLElement[]
  ) {
    const { table, title, note, description } = subject;
    this.canvas.setAttribute('aria-label', description);
    const heading = element('h2', {}, title);
    this.element = element(
      'section',
      { class: `card ${table.id}` },
      heading,
      ...(note === undefined ? [] : [element('p', { class: 'note' }, note)]),
      element('div', { class: 'chart' }, this.canvas),
      ...below,
      element(
        'details',
        { id: `table-${table.id}` },
        element('summary', { id: `show-${table.id}` }, showAsTable),
        tableFrame(table, title),
      ),
    );
  }

  get id() {
    return this.subject.table.id;
  }

  draw(): void {
    this.drawWith(themeInk());
  }

  picture(): string {
    this.drawWith(paperInk);
    const png = this.canvas.toDataURL('image/png').replace('data:image/png;base64,', '');
    this.draw();
    return png;
  }

  destroy(): void {
    this.chart?.destroy();
    this.chart = undefined;
  }

  private drawWith(ink: ChartInk): void {
    this.destroy();
    this.chart = new Chart(this.canvas, this.subject.configure(ink));
  }
}

import {
  CategoryScale,
  Chart,
  type ChartConfiguration,
  Filler,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
} from 'chart.js';
import { element } from '../element';
import type { ReportState } from '../protocol';
import type { Format } from './format';
import { accumulateSpending, type SpendingPoint } from './spending';

Chart.register(
  CategoryScale,
  Filler,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
);

/** More days than this are drawn as a line without points. */
const mostPoints = 31;

/** What was spent over time against always-strong, as a chart and as a table for those who do not see it. */
export class SpendingChart {
  readonly element: HTMLElement;
  private readonly canvas = element('canvas', { role: 'img' });
  private readonly points: readonly SpendingPoint[];
  private chart: Chart<'line'> | undefined;

  constructor(
    private readonly state: Pick<ReportState, 'labels' | 'report'>,
    private readonly format: Format,
  ) {
    const { labels, report } = state;
    this.points = accumulateSpending(report.days);
    this.canvas.setAttribute('aria-label', this.describe());
    this.element = element(
      'section',
      { class: 'spending' },
      element('h2', {}, labels.spendingOverTime),
      element('div', { class: 'chart' }, this.canvas),
      element('details', {}, element('summary', {}, labels.showAsTable), this.table()),
    );
  }

  /** Draws in the theme's colours as they are now. The element must be in the page. */
  draw(): void {
    this.chart?.destroy();
    this.chart = new Chart(this.canvas, this.configuration(getComputedStyle(document.body)));
  }

  destroy(): void {
    this.chart?.destroy();
    this.chart = undefined;
  }

  private configuration(style: CSSStyleDeclaration): ChartConfiguration<'line'> {
    const { labels } = this.state;
    const colour = (name: string) => style.getPropertyValue(name).trim();
    const text = colour('--quiet-ink');
    const grid = colour('--grid');
    const pointRadius = this.points.length > mostPoints ? 0 : 2.5;
    const line = (label: string, ink: string, data: number[]) => ({
      label,
      data,
      borderColor: ink,
      backgroundColor: ink,
      borderWidth: 2,
      pointRadius,
      pointHoverRadius: 4,
      pointHitRadius: 12,
    });
    return {
      type: 'line',
      data: {
        labels: this.points.map(({ day }) => this.format.day(day)),
        datasets: [
          {
            ...line(
              labels.spent,
              colour('--spent'),
              this.points.map(({ spent }) => spent),
            ),
            // The area between the two lines is the saving.
            fill: { target: 1, above: colour('--loss-area'), below: colour('--gain-area') },
          },
          {
            ...line(
              labels.alwaysStrong,
              colour('--baseline'),
              this.points.map(({ alwaysStrongCost }) => alwaysStrongCost),
            ),
            borderDash: [5, 4],
          },
        ],
      },
      options: {
        animation: false,
        maintainAspectRatio: false,
        interaction: { mode: 'index', intersect: false },
        font: { family: style.fontFamily, size: 12 },
        scales: {
          x: { ticks: { color: text, maxRotation: 0, autoSkipPadding: 16 }, grid: { display: false } },
          y: {
            beginAtZero: true,
            border: { display: false },
            grid: { color: grid },
            ticks: { color: text, maxTicksLimit: 6, callback: (value) => this.format.money(Number(value)) },
          },
        },
        plugins: {
          legend: {
            align: 'end',
            labels: { color: text, usePointStyle: true, pointStyle: 'line', pointStyleWidth: 24 },
          },
          tooltip: {
            backgroundColor: colour('--vscode-editorHoverWidget-background'),
            borderColor: colour('--vscode-editorHoverWidget-border'),
            borderWidth: 1,
            titleColor: colour('--vscode-editorHoverWidget-foreground'),
            bodyColor: colour('--vscode-editorHoverWidget-foreground'),
            usePointStyle: true,
            callbacks: {
              label: ({ dataset, parsed }) => ` ${dataset.label}: ${this.format.money(parsed.y)}`,
            },
          },
        },
      },
    };
  }

  /** The chart in a sentence: where both lines end. */
  private describe(): string {
    const { labels } = this.state;
    const last = this.points.at(-1);
    if (last === undefined) return labels.spendingOverTime;
    const { money, day } = this.format;
    return `${labels.spendingOverTime}. ${day(last.day)}: ${labels.spent} ${money(last.spent)}, ${labels.alwaysStrong} ${money(last.alwaysStrongCost)}`;
  }

  private table(): HTMLElement {
    const { labels } = this.state;
    const number = (value: number) => element('td', { class: 'number' }, this.format.money(value));
    const column = (name: string, kind: string) => element('th', { scope: 'col', class: kind }, name);
    return element(
      'table',
      {},
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          column(labels.day, ''),
          column(labels.spent, 'number'),
          column(labels.alwaysStrong, 'number'),
        ),
      ),
      element(
        'tbody',
        {},
        ...this.points.map(({ day, spent, alwaysStrongCost }) =>
          element(
            'tr',
            {},
            element('th', { scope: 'row' }, this.format.day(day)),
            number(spent),
            number(alwaysStrongCost),
          ),
        ),
      ),
    );
  }
}
